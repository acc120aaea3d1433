"""Questions in other languages, as residents might ask them; made for this test, twenty of each."""

QUESTIONS = {
    "Welsh": """
Beth benderfynodd y Cabinet am y llyfrgelloedd?
Faint fydd cost y ganolfan hamdden newydd?
Pwy bleidleisiodd yn erbyn y gyllideb?
Pryd mae cyfarfod nesaf y Cyngor?
Pam y gwrthodwyd y cais cynllunio ar Heol y Bont?
A oes unrhyw gynlluniau i gau'r ysgol yn y pentref?
Sut mae gwneud cais am grant gan y cyngor cymuned?
Faint o arian sydd yn y gronfa wrth gefn?
Beth yw barn y pwyllgor am y maes parcio?
Pwy oedd yn bresennol yn y cyfarfod ym mis Mai?
Ble mae'r llwybr cyhoeddus newydd wedi ei leoli?
Beth ddigwyddodd i'r cynllun ar gyfer y farchnad?
A yw'r cyngor wedi cytuno ar y praesept ar gyfer y flwyddyn?
Faint mae'r cynghorwyr yn ei gael mewn lwfansau?
Pryd fydd y bont yn cael ei hatgyweirio gan y cyngor?
Beth oedd yr argymhelliad yn yr adroddiad ar y toiledau?
Pa gamau sydd wedi eu cymryd ynghylch y llifogydd?
Pwy yw cadeirydd y pwyllgor craffu ar hyn o bryd?
Allwch chi ddweud wrthyf beth yw oriau agor y llyfrgell?
Beth mae'r papurau yn ei ddweud am y lotments?""",
    "French": """
Qu'est-ce que le conseil a décidé pour les bibliothèques ?
Combien coûte le nouveau système de paie ?
Qui a voté contre le budget de l'année prochaine ?
Quand est-ce que la prochaine réunion aura lieu ?
Pourquoi la demande de permis a-t-elle été refusée ?
Quelle est la décision sur les parkings du centre ?
Est-ce que le marché sera fermé le dimanche ?
Quels sont les projets pour la rivière et les inondations ?
Où se trouve le rapport sur les écoles ?
Comment puis-je obtenir une subvention du conseil ?
Qui était présent à la réunion du 18 janvier ?
Quel montant a été approuvé pour la piscine ?
Que disent les documents sur les jardins ouvriers ?
Le conseil a-t-il accepté la pétition des habitants ?
Quelles économies sont prévues dans le budget ?
Est-ce que la bibliothèque est ouverte le samedi ?
Je voudrais savoir ce que vous avez décidé sur les taxis
Combien de conseillers ont voté pour la motion ?
Quand les travaux du pont vont-ils commencer dans la ville ?
Qui est le responsable de la rénovation des logements ?""",
    "German": """
Was hat der Rat über die Bibliotheken entschieden?
Wie viel kostet das neue Schwimmbad?
Wer hat gegen den Haushalt gestimmt?
Wann ist die nächste Sitzung des Ausschusses?
Warum wurde der Bauantrag abgelehnt?
Welche Einsparungen sind für das nächste Jahr geplant?
Wird der Markt am Sonntag geschlossen?
Wo finde ich den Bericht über die Schulen?
Wie hoch ist die Gebühr für das Parken in der Stadt?
Wer war bei der Sitzung im Januar anwesend?
Was steht in den Unterlagen über die Kleingärten?
Hat der Rat die Petition der Anwohner angenommen?
Welcher Betrag wurde für die Brücke freigegeben?
Was wurde mit dem Gebäude in der Canal Street gemacht?
Wie lange ist der Vertrag mit dem Betreiber gültig?
Kann ich einen Zuschuss von der Gemeinde bekommen?
Wann werden die Straßen im Winter geräumt?
Warum ist die Entscheidung vertagt worden?
Wer hat den Antrag zu den Taxis gestellt?
Gibt es einen Plan für den Schutz vor Hochwasser?""",
    "Spanish": """
¿Qué decidió el consejo sobre las bibliotecas?
¿Cuánto cuesta el nuevo sistema de nóminas?
¿Quién votó en contra del presupuesto?
¿Cuándo es la próxima reunión del comité?
¿Por qué fue rechazada la solicitud de obras?
¿Cuáles son los ahorros previstos para el año que viene?
¿Se va a cerrar el mercado los domingos?
¿Dónde está el informe sobre las escuelas?
¿Cómo puedo pedir una subvención para mi asociación?
¿Qué dicen los documentos sobre los huertos?
¿Quiénes estaban presentes en la reunión de enero?
¿El consejo aceptó la petición de los vecinos?
¿Cuánto dinero se aprobó para la piscina?
¿Qué pasó con el edificio de la calle del canal?
¿Hasta cuándo es válido el contrato con el operador?
¿Hay un plan para las inundaciones del río?
¿Cuántos concejales votaron a favor de la moción?
¿Cuál es la tasa de aparcamiento en el centro?
Quiero saber lo que se decidió sobre los taxis
¿Quién es el responsable de las obras del puente?""",
    "Polish": """
Co rada postanowiła w sprawie bibliotek?
Ile kosztuje nowy system płac dla pracowników?
Kto głosował przeciwko budżetowi na ten rok?
Kiedy jest następne posiedzenie komisji?
Dlaczego wniosek o budowę został odrzucony?
Jakie są planowane oszczędności na przyszły rok?
Czy targ będzie zamknięty w niedzielę?
Gdzie jest raport na temat szkół?
Jak mogę dostać dotację od rady dla mojej grupy?
Co mówią dokumenty o ogródkach działkowych?
Kto był obecny na spotkaniu w styczniu?
Czy rada przyjęła petycję od mieszkańców?
Ile pieniędzy zostało przyznanych na basen?
Co się stało z budynkiem przy Canal Street?
Do kiedy jest ważna umowa z operatorem?
Czy jest plan na wypadek powodzi przy rzece?
Ilu radnych było za tym wnioskiem i kto nie głosował?
Jaka jest opłata za parkowanie w centrum?
Chcę się dowiedzieć, co zostało ustalone o taksówkach
Kto jest odpowiedzialny za remont mostu i kiedy się zacznie?""",
    "Arabic": """
کونسل نے لائبریریوں کے بارے میں کیا فیصلہ کیا؟
نئے پے رول سسٹم پر کتنا خرچ آئے گا؟
بجٹ کے خلاف کس نے ووٹ دیا؟
کمیٹی کا اگلا اجلاس کب ہے؟
درخواست کیوں مسترد کی گئی؟
اگلے سال کتنی بچت کا منصوبہ ہے؟
کیا اتوار کو بازار بند ہو گا؟
اسکولوں کی رپورٹ کہاں ہے؟
میں گرانٹ کے لیے کیسے درخواست دے سکتا ہوں؟
کاغذات میں باغات کے بارے میں کیا لکھا ہے؟
جنوری کے اجلاس میں کون موجود تھا؟
کیا کونسل نے رہائشیوں کی درخواست منظور کی؟
سوئمنگ پول کے لیے کتنی رقم منظور ہوئی؟
Canal Street کی عمارت کا کیا ہوا؟
معاہدہ کب تک جاری رہے گا؟
کیا سیلاب سے بچاؤ کا کوئی منصوبہ ہے؟
کتنے کونسلروں نے تحریک کے حق میں ووٹ دیا؟
مرکز میں پارکنگ کی فیس کیا ہے؟
ٹیکسیوں کے بارے میں کیا طے ہوا؟
پل کی مرمت کا ذمہ دار کون ہے؟""",
}
"""By language; Urdu is told by its script."""
