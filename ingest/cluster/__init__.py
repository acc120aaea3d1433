"""Papers read and embedded on the nodes of a Ray cluster; this machine alone stores them.

`ray_cluster` is the side of the command that holds the library, and the one module that knows Ray.
`node` is what a node does with a paper, in the same confined child process as here. `parcels` is
what goes between them, sealed; `alike` is what must be the same on both sides.
"""
