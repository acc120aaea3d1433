"""Who may use the service, and through which proxy they come.

With nothing set, everybody on this machine may use it, and nobody else can reach it. docs/access.md
is the administrator's guide; docs/adr/0017-who-may-use-it.md says why it is so.

| what | where |
|---|---|
| the settings, checked and put together; which addresses may be listened on | `setup` |
| lets a request in, or says what is missing | `door` |
| what a visitor may do, and what each address asks for | `scopes` |
| API keys, in a file of their own | `keys` |
| what a proxy in front may say; the service below a path of another site | `proxies` |
| the name that a proxy gives in a header | `headers` |
| sign-in by OpenID Connect | `issuer` |
| the cookie that keeps a sign-in | `sessions` |
| what a visitor is told, for the API to show as page or problem details | `notices` |
"""
