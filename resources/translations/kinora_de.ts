<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>Actions</name>
        <message>
            <source>Read-only: {reason}</source>
            <translation>Nur lesbar: {reason}</translation>
        </message>
    </context>
    <context>
        <name>AddressPart</name>
        <message>
            <source>Addresses of this library</source>
            <translation>Adressen dieser Bibliothek</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Test the addresses</source>
            <translation>Die Adressen prüfen</translation>
        </message>
        <message>
            <source>Ask each address whether it can be reached and used</source>
            <translation>Jede Adresse fragen, ob sie erreichbar und benutzbar ist</translation>
        </message>
        <message>
            <source>Catalogue</source>
            <translation>Katalog</translation>
        </message>
        <message>
            <source>Vectors</source>
            <translation>Vektoren</translation>
        </message>
        <message>
            <source>Workers</source>
            <translation>Arbeitsrechner</translation>
        </message>
        <message>
            <source>Media</source>
            <translation>Medien</translation>
        </message>
        <message>
            <source>in the library's folder (SQLite)</source>
            <translation>im Ordner der Bibliothek (SQLite)</translation>
        </message>
        <message>
            <source>in the library's folder (FAISS)</source>
            <translation>im Ordner der Bibliothek (FAISS)</translation>
        </message>
        <message>
            <source>in the embedded engine (Milvus)</source>
            <translation>in der eingebauten Datenbank (Milvus)</translation>
        </message>
        <message>
            <source>this computer</source>
            <translation>dieser Rechner</translation>
        </message>
        <message>
            <source>Where the parts of the open library are kept. Passwords are never shown.</source>
            <translation>Wo die Teile der offenen Bibliothek liegen. Passwörter werden nie gezeigt.</translation>
        </message>
        <message>
            <source>File ▸ Move library takes catalogue and vectors elsewhere.</source>
            <translation>Datei ▸ Bibliothek umziehen bringt Katalog und Vektoren an einen anderen Ort.</translation>
        </message>
        <message>
            <source>Your labels and lists are kept as those of “%s”.</source>
            <translation>Ihre Marken und Listen werden als die von „%s“ geführt.</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Asking …</source>
            <translation>Wird gefragt …</translation>
        </message>
        <message>
            <source>read and write</source>
            <translation>lesen und schreiben</translation>
        </message>
        <message>
            <source>read only</source>
            <translation>nur lesen</translation>
        </message>
        <message>
            <source>reachable</source>
            <translation>erreichbar</translation>
        </message>
        <message>
            <source>encrypted</source>
            <translation>verschlüsselt</translation>
        </message>
        <message>
            <source>not encrypted</source>
            <translation>unverschlüsselt</translation>
        </message>
        <message>
            <source>its clock differs by %s s</source>
            <translation>ihre Uhr weicht um %s s ab</translation>
        </message>
    </context>
    <context>
        <name>Asking</name>
        <message>
            <source>Show the event alone</source>
            <translation>Das Ereignis allein zeigen</translation>
        </message>
        <message>
            <source>Select all of the event</source>
            <translation>Alle des Ereignisses wählen</translation>
        </message>
        <message>
            <source>Rename the event …</source>
            <translation>Das Ereignis umbenennen …</translation>
        </message>
        <message>
            <source>Name the event</source>
            <translation>Das Ereignis benennen</translation>
        </message>
        <message>
            <source>Name; empty for the one that was found</source>
            <translation>Name; leer für den gefundenen</translation>
        </message>
        <message>
            <source>Correct a clock …</source>
            <translation>Eine Uhr berichtigen …</translation>
        </message>
        <message>
            <source>Correct the clock of a camera, for all its photos</source>
            <translation>Die Uhr einer Kamera berichtigen, für alle ihre Fotos</translation>
        </message>
    </context>
    <context>
        <name>Bar</name>
        <message>
            <source>Close this line</source>
            <translation>Diese Zeile schließen</translation>
        </message>
    </context>
    <context>
        <name>BatchDialog</name>
        <message>
            <source>Bodies of a folder of drawings</source>
            <translation>Körper zu einem Ordner von Zeichnungen</translation>
        </message>
        <message>
            <source>Drawings are strokes (.json, .svg) and pictures. One that cannot be read stops nothing.</source>
            <translation>Zeichnungen sind Striche (.json, .svg) und Bilder. Was sich nicht lesen lässt, hält nichts auf.</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>Beginnen</translation>
        </message>
        <message>
            <source>Read the drawings, write the bodies</source>
            <translation>Die Zeichnungen lesen, die Körper schreiben</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stop; what is written stays</source>
            <translation>Anhalten; was geschrieben ist, bleibt</translation>
        </message>
        <message>
            <source>Choose …</source>
            <translation>Wählen …</translation>
        </message>
        <message>
            <source>Choose both folders and at least one kind of file.</source>
            <translation>Wählen Sie beide Ordner und mindestens eine Art von Datei.</translation>
        </message>
        <message>
            <source>Bodies of “{folder}”</source>
            <translation>Körper zu „{folder}“</translation>
        </message>
        <message>
            <source>Reading the drawings …</source>
            <translation>Die Zeichnungen werden gelesen …</translation>
        </message>
        <message>
            <source>{done} of {total}: {name}</source>
            <translation>{done} von {total}: {name}</translation>
        </message>
        <message numerus="yes">
            <source>%n bodies were written.</source>
            <translation>
                <numerusform>%n Körper wurde geschrieben.</numerusform>
                <numerusform>%n Körper wurden geschrieben.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n drawing(s) failed; the list says why.</source>
            <translation>
                <numerusform>%n Zeichnung misslang; die Liste sagt, warum.</numerusform>
                <numerusform>%n Zeichnungen misslangen; die Liste sagt, warum.</numerusform>
            </translation>
        </message>
        <message>
            <source>Stopped; what was written stays.</source>
            <translation>Angehalten; was geschrieben ist, bleibt.</translation>
        </message>
        <message>
            <source>Unsure: {joints}</source>
            <translation>Unsicher: {joints}</translation>
        </message>
        <message>
            <source>Drawings</source>
            <translation>Zeichnungen</translation>
        </message>
        <message>
            <source>Folder of drawings to read</source>
            <translation>Ordner der Zeichnungen, die gelesen werden</translation>
        </message>
        <message>
            <source>Write to</source>
            <translation>Schreiben nach</translation>
        </message>
        <message>
            <source>Folder that the bodies go to</source>
            <translation>Ordner, in den die Körper geschrieben werden</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>Stature</source>
            <translation>Körpergröße</translation>
        </message>
        <message>
            <source> cm</source>
            <translation> cm</translation>
        </message>
        <message>
            <source>Stature of all bodies</source>
            <translation>Körpergröße aller Körper</translation>
        </message>
        <message>
            <source>Write over files that are there</source>
            <translation>Vorhandene Dateien überschreiben</translation>
        </message>
        <message>
            <source>What became of each drawing</source>
            <translation>Was aus jeder Zeichnung wurde</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>Zeichnung</translation>
        </message>
        <message>
            <source>Sure</source>
            <translation>Sicher</translation>
        </message>
        <message>
            <source>Written</source>
            <translation>Geschrieben</translation>
        </message>
        <message>
            <source>What to know</source>
            <translation>Was zu wissen ist</translation>
        </message>
    </context>
    <context>
        <name>BatchHead</name>
        <message>
            <source>Selection (%s)</source>
            <translation>Auswahl (%s)</translation>
        </message>
        <message>
            <source>Which pictures</source>
            <translation>Welche Bilder</translation>
        </message>
        <message>
            <source>Facet that names the class of each picture</source>
            <translation>Merkmal, das die Klasse jedes Bildes nennt</translation>
        </message>
        <message>
            <source>Runs that are kept; choose one to look at it</source>
            <translation>Aufbewahrte Läufe; wählen Sie einen, um ihn anzusehen</translation>
        </message>
        <message>
            <source>Keep as …</source>
            <translation>Aufbewahren als …</translation>
        </message>
        <message>
            <source>Name of the run</source>
            <translation>Name des Laufs</translation>
        </message>
        <message>
            <source>A run with a name is kept and goes on where it was stopped</source>
            <translation>Ein Lauf mit Namen wird aufbewahrt und geht dort weiter, wo er angehalten wurde</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Starten</translation>
        </message>
        <message>
            <source>Explain and measure all of them</source>
            <translation>Alle erklären und messen</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>What is finished is kept</source>
            <translation>Was fertig ist, bleibt</translation>
        </message>
        <message>
            <source>CSV …</source>
            <translation>CSV …</translation>
        </message>
        <message>
            <source>Write all rows to a table</source>
            <translation>Alle Zeilen in eine Tabelle schreiben</translation>
        </message>
        <message>
            <source>Class: unknown</source>
            <translation>Klasse: unbekannt</translation>
        </message>
        <message>
            <source>Runs …</source>
            <translation>Läufe …</translation>
        </message>
        <message>
            <source>Selection</source>
            <translation>Auswahl</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>What passes the filters</source>
            <translation>Was die Filter passiert</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>Alles</translation>
        </message>
        <message>
            <source>Folder …</source>
            <translation>Ordner …</translation>
        </message>
        <message>
            <source>Class: %s</source>
            <translation>Klasse: %s</translation>
        </message>
        <message>
            <source>Bucket “%s”</source>
            <translation>Sammlung „%s“</translation>
        </message>
        <message>
            <source>Watchlist “%s”</source>
            <translation>Merkliste „%s“</translation>
        </message>
    </context>
    <context>
        <name>BatchPage</name>
        <message>
            <source>Folder of pictures; folders inside name the classes</source>
            <translation>Ordner mit Bildern; Ordner darin nennen die Klassen</translation>
        </message>
        <message>
            <source>Explain many pictures</source>
            <translation>Viele Bilder erklären</translation>
        </message>
        <message>
            <source>Stopped; what was finished is shown.</source>
            <translation>Angehalten; was fertig wurde, ist zu sehen.</translation>
        </message>
        <message>
            <source>Which method serves your pictures best?</source>
            <translation>Welche Methode dient Ihren Bildern am besten?</translation>
        </message>
        <message>
            <source>Choose pictures and run the methods of the first page over them. The table says how far their maps can be trusted, with intervals; the plots show where they fail.</source>
            <translation>Wählen Sie Bilder und lassen Sie die Methoden der ersten Seite darüber laufen. Die Tabelle sagt, wie weit ihren Wärmekarten zu trauen ist, mit Intervallen; die Diagramme zeigen, wo sie versagen.</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Starten</translation>
        </message>
        <message>
            <source>{pictures} pictures, {rows} maps</source>
            <translation>{pictures} Bilder, {rows} Wärmekarten</translation>
        </message>
        <message>
            <source>{count} could not be explained: {why}</source>
            <translation>{count} konnten nicht erklärt werden: {why}</translation>
        </message>
        <message>
            <source>Write the table</source>
            <translation>Die Tabelle schreiben</translation>
        </message>
        <message>
            <source>Wrote “%s”.</source>
            <translation>„%s“ ist geschrieben.</translation>
        </message>
    </context>
    <context>
        <name>Board</name>
        <message>
            <source>Cut	Ctrl+X</source>
            <translation>Ausschneiden	Strg+X</translation>
        </message>
        <message>
            <source>Copy	Ctrl+C</source>
            <translation>Kopieren	Strg+C</translation>
        </message>
        <message>
            <source>Duplicate	Ctrl+D</source>
            <translation>Verdoppeln	Strg+D</translation>
        </message>
        <message>
            <source>To the front</source>
            <translation>Ganz nach vorn</translation>
        </message>
        <message>
            <source>Forward	Page Up</source>
            <translation>Nach vorn	Bild auf</translation>
        </message>
        <message>
            <source>Backward	Page Down</source>
            <translation>Nach hinten	Bild ab</translation>
        </message>
        <message>
            <source>To the back</source>
            <translation>Ganz nach hinten</translation>
        </message>
        <message>
            <source>Remove	Delete</source>
            <translation>Entfernen	Entf</translation>
        </message>
        <message>
            <source>Edit the words	F2</source>
            <translation>Die Wörter ändern	F2</translation>
        </message>
        <message>
            <source>Paste	Ctrl+V</source>
            <translation>Einfügen	Strg+V</translation>
        </message>
        <message>
            <source>Choose all	Ctrl+A</source>
            <translation>Alles wählen	Strg+A</translation>
        </message>
        <message>
            <source>Clear the canvas</source>
            <translation>Die Skizze leeren</translation>
        </message>
        <message>
            <source>Colour {name}</source>
            <translation>Farbe {name}</translation>
        </message>
        <message>
            <source>, must not be there</source>
            <translation>, darf nicht da sein</translation>
        </message>
        <message>
            <source>, anywhere</source>
            <translation>, irgendwo</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>, written</source>
            <translation>, geschrieben</translation>
        </message>
        <message>
            <source>{count} shapes</source>
            <translation>{count} Formen</translation>
        </message>
        <message>
            <source>What did the picture look like?
Choose a colour and drag, or drop objects, pictures and results here.</source>
            <translation>Wie sah das Bild aus?
Wählen Sie eine Farbe und ziehen Sie, oder legen Sie hier Objekte, Bilder und Ergebnisse ab.</translation>
        </message>
    </context>
    <context>
        <name>BoardState</name>
        <message>
            <source>What is shown there</source>
            <translation>Was dort zu sehen ist</translation>
        </message>
        <message>
            <source>Canvas of the search</source>
            <translation>Skizze der Suche</translation>
        </message>
        <message>
            <source>what is shown there</source>
            <translation>was dort zu sehen ist</translation>
        </message>
    </context>
    <context>
        <name>BodyHead</name>
        <message>
            <source>New drawing</source>
            <translation>Neue Zeichnung</translation>
        </message>
        <message>
            <source>This drawing has no file yet.</source>
            <translation>Diese Zeichnung hat noch keine Datei.</translation>
        </message>
        <message>
            <source>There are changes that are not saved in a file.</source>
            <translation>Es gibt Änderungen, die in keiner Datei gespeichert sind.</translation>
        </message>
        <message>
            <source>Undo: {what} (Ctrl+Z)</source>
            <translation>Rückgängig: {what} (Strg+Z)</translation>
        </message>
        <message>
            <source>Undo (Ctrl+Z)</source>
            <translation>Rückgängig (Strg+Z)</translation>
        </message>
        <message>
            <source>Redo: {what} (Ctrl+Shift+Z)</source>
            <translation>Wiederholen: {what} (Strg+Umschalt+Z)</translation>
        </message>
        <message>
            <source>Redo (Ctrl+Shift+Z)</source>
            <translation>Wiederholen (Strg+Umschalt+Z)</translation>
        </message>
        <message>
            <source>Project: new, open, save, import, export</source>
            <translation>Projekt: neu, öffnen, speichern, importieren, exportieren</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>Projekt</translation>
        </message>
        <message>
            <source>Clear the page; the body, its locks and its pins stay</source>
            <translation>Das Blatt leeren; der Körper, seine Sperren und seine Nadeln bleiben</translation>
        </message>
        <message>
            <source>Save the project (Ctrl+S)</source>
            <translation>Das Projekt speichern (Strg+S)</translation>
        </message>
        <message>
            <source>Export …</source>
            <translation>Exportieren …</translation>
        </message>
        <message>
            <source>Write the body to files (Ctrl+Shift+E)</source>
            <translation>Den Körper in Dateien schreiben (Strg+Umschalt+E)</translation>
        </message>
        <message>
            <source>Find photos</source>
            <translation>Fotos finden</translation>
        </message>
        <message>
            <source>Find photos of people in this pose (Ctrl+Alt+F)</source>
            <translation>Fotos von Menschen in dieser Pose finden (Strg+Alt+F)</translation>
        </message>
        <message>
            <source>Show or hide the lists (Ctrl+Alt+L)</source>
            <translation>Die Listen zeigen oder verbergen (Strg+Alt+L)</translation>
        </message>
        <message>
            <source>Show the first steps again; ? shows all keys</source>
            <translation>Die ersten Schritte noch einmal zeigen; ? zeigt alle Tasten</translation>
        </message>
        <message>
            <source>As drawn, from the front</source>
            <translation>Wie gezeichnet, von vorn</translation>
        </message>
        <message>
            <source>As the view shows it now</source>
            <translation>Wie die Ansicht ihn jetzt zeigt</translation>
        </message>
        <message>
            <source>From any side</source>
            <translation>Von jeder Seite</translation>
        </message>
        <message>
            <source>Open a project …</source>
            <translation>Ein Projekt öffnen …</translation>
        </message>
        <message>
            <source>Save	Ctrl+S</source>
            <translation>Speichern	Strg+S</translation>
        </message>
        <message>
            <source>Save as …</source>
            <translation>Speichern als …</translation>
        </message>
        <message>
            <source>Import a drawing, a body or motion …</source>
            <translation>Eine Zeichnung, einen Körper oder eine Bewegung importieren …</translation>
        </message>
        <message>
            <source>Export …	Ctrl+Shift+E</source>
            <translation>Exportieren …	Strg+Umschalt+E</translation>
        </message>
        <message>
            <source>A folder of drawings …</source>
            <translation>Ein Ordner von Zeichnungen …</translation>
        </message>
        <message>
            <source>Copy the picture</source>
            <translation>Das Bild kopieren</translation>
        </message>
        <message>
            <source>Sample sketches</source>
            <translation>Beispielskizzen</translation>
        </message>
        <message>
            <source>First steps</source>
            <translation>Erste Schritte</translation>
        </message>
        <message>
            <source>Keys of this panel	?</source>
            <translation>Tasten dieses Bereichs	?</translation>
        </message>
    </context>
    <context>
        <name>BodyKeys</name>
        <message>
            <source>New drawing of a body</source>
            <translation>Neue Zeichnung eines Körpers</translation>
        </message>
        <message>
            <source>Open a body project …</source>
            <translation>Ein Körperprojekt öffnen …</translation>
        </message>
        <message>
            <source>Bodies of a folder of drawings …</source>
            <translation>Körper zu einem Ordner von Zeichnungen …</translation>
        </message>
        <message>
            <source>Draw a sample sketch of a person</source>
            <translation>Eine Beispielskizze einer Person zeichnen</translation>
        </message>
        <message>
            <source>Export the body …</source>
            <translation>Den Körper exportieren …</translation>
        </message>
        <message>
            <source>Find photos with the pose of the body</source>
            <translation>Fotos mit der Pose des Körpers finden</translation>
        </message>
        <message>
            <source>First steps with bodies</source>
            <translation>Erste Schritte mit Körpern</translation>
        </message>
        <message>
            <source>Use as reference for a drawing</source>
            <translation>Als Vorlage für eine Zeichnung nehmen</translation>
        </message>
        <message>
            <source>Ranks the photos of people by how alike their pose is</source>
            <translation>Reiht die Fotos von Menschen danach, wie ähnlich ihre Pose ist</translation>
        </message>
        <message>
            <source>Lay the picture below a drawing of a person</source>
            <translation>Das Bild unter eine Zeichnung einer Person legen</translation>
        </message>
        <message>
            <source>Panel</source>
            <translation>Bereich</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>Zeichnung</translation>
        </message>
        <message>
            <source>Pose</source>
            <translation>Pose</translation>
        </message>
        <message>
            <source>Page</source>
            <translation>Blatt</translation>
        </message>
        <message>
            <source>Pen</source>
            <translation>Stift</translation>
        </message>
        <message>
            <source>Eraser of strokes</source>
            <translation>Radierer von Strichen</translation>
        </message>
        <message>
            <source>Eraser of parts</source>
            <translation>Radierer von Teilen</translation>
        </message>
        <message>
            <source>Move the page</source>
            <translation>Das Blatt verschieben</translation>
        </message>
        <message>
            <source>Choose and drag joints</source>
            <translation>Gelenke wählen und ziehen</translation>
        </message>
        <message>
            <source>Thinner pen</source>
            <translation>Dünnerer Stift</translation>
        </message>
        <message>
            <source>Thicker pen</source>
            <translation>Dickerer Stift</translation>
        </message>
        <message>
            <source>Both sides at once</source>
            <translation>Beide Seiten zugleich</translation>
        </message>
        <message>
            <source>Contours of the body below</source>
            <translation>Umrisse des Körpers darunter</translation>
        </message>
        <message>
            <source>Joints over the drawing</source>
            <translation>Gelenke über der Zeichnung</translation>
        </message>
        <message>
            <source>A picture to draw over</source>
            <translation>Ein Bild zum Abpausen</translation>
        </message>
        <message>
            <source>Smoothing, strengths</source>
            <translation>Glättung, Stärken</translation>
        </message>
        <message>
            <source>Front page</source>
            <translation>Vorderes Blatt</translation>
        </message>
        <message>
            <source>Side page</source>
            <translation>Seitliches Blatt</translation>
        </message>
        <message>
            <source>Both pages</source>
            <translation>Beide Blätter</translation>
        </message>
        <message>
            <source>The joint before</source>
            <translation>Das Gelenk davor</translation>
        </message>
        <message>
            <source>The next joint</source>
            <translation>Das nächste Gelenk</translation>
        </message>
        <message>
            <source>Other ways of the limb in depth; then 1 to 4</source>
            <translation>Andere Möglichkeiten in der Tiefe; dann 1 bis 4</translation>
        </message>
        <message>
            <source>Lock the joint</source>
            <translation>Das Gelenk sperren</translation>
        </message>
        <message>
            <source>Lock the limb</source>
            <translation>Arm oder Bein sperren</translation>
        </message>
        <message>
            <source>Pin hand or foot</source>
            <translation>Hand oder Fuß anheften</translation>
        </message>
        <message>
            <source>Mirror the pose</source>
            <translation>Die Pose spiegeln</translation>
        </message>
        <message>
            <source>Mirror the limb</source>
            <translation>Arm oder Bein spiegeln</translation>
        </message>
        <message>
            <source>Reset the limb</source>
            <translation>Arm oder Bein zurücksetzen</translation>
        </message>
        <message>
            <source>Save the project</source>
            <translation>Das Projekt speichern</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Show or hide the lists</source>
            <translation>Die Listen zeigen oder verbergen</translation>
        </message>
        <message>
            <source>Stop what is in progress; let go of the joint</source>
            <translation>Anhalten, was läuft; das Gelenk loslassen</translation>
        </message>
        <message>
            <source>This sheet</source>
            <translation>Diese Übersicht</translation>
        </message>
        <message>
            <source>Drag the chosen joint</source>
            <translation>Das gewählte Gelenk ziehen</translation>
        </message>
        <message>
            <source>Arrows, in the page or view</source>
            <translation>Pfeile, im Blatt oder in der Ansicht</translation>
        </message>
        <message>
            <source>To the panel, from everywhere</source>
            <translation>Zum Bereich, von überall</translation>
        </message>
        <message>
            <source>Undo, redo</source>
            <translation>Rückgängig, wiederholen</translation>
        </message>
        <message>
            <source>Find photos with this pose, from everywhere</source>
            <translation>Fotos mit dieser Pose finden, von überall</translation>
        </message>
        <message>
            <source>Zoom in, out, fit</source>
            <translation>Vergrößern, verkleinern, einpassen</translation>
        </message>
        <message>
            <source>Space and drag</source>
            <translation>Leertaste und ziehen</translation>
        </message>
        <message>
            <source>Copy, paste strokes or a picture</source>
            <translation>Striche oder ein Bild kopieren, einfügen</translation>
        </message>
    </context>
    <context>
        <name>BodyPanel</name>
        <message>
            <source>The picture is on the clipboard.</source>
            <translation>Das Bild ist in der Zwischenablage.</translation>
        </message>
        <message>
            <source>Body</source>
            <translation>Körper</translation>
        </message>
        <message>
            <source>{ms} ms</source>
            <translation>{ms} ms</translation>
        </message>
        <message>
            <source>The last reading took {ms} ms; a newer drawing replaces one that waits.</source>
            <translation>Das letzte Lesen dauerte {ms} ms; eine neuere Zeichnung ersetzt eine, die wartet.</translation>
        </message>
        <message>
            <source>Reading …</source>
            <translation>Wird gelesen …</translation>
        </message>
        <message>
            <source>Networks …</source>
            <translation>Netze …</translation>
        </message>
        <message>
            <source>Add a network that reads drawings</source>
            <translation>Ein Netz hinzufügen, das Zeichnungen liest</translation>
        </message>
        <message>
            <source>No network that reads drawings is here, so strokes pose nothing. Posing by hand, the library and export work.</source>
            <translation>Kein Netz, das Zeichnungen liest, ist vorhanden; Striche stellen also nichts ein. Posen von Hand, Vorlagen und Export gehen trotzdem.</translation>
        </message>
        <message>
            <source>Keys of the body</source>
            <translation>Tasten des Körpers</translation>
        </message>
    </context>
    <context>
        <name>BodyPoses</name>
        <message>
            <source>T pose</source>
            <translation>T-Pose</translation>
        </message>
        <message>
            <source>A pose</source>
            <translation>A-Pose</translation>
        </message>
        <message>
            <source>Standing</source>
            <translation>Stehen</translation>
        </message>
        <message>
            <source>Weight on one leg</source>
            <translation>Gewicht auf einem Bein</translation>
        </message>
        <message>
            <source>Hands on hips</source>
            <translation>Hände in den Hüften</translation>
        </message>
        <message>
            <source>Arms crossed</source>
            <translation>Verschränkte Arme</translation>
        </message>
        <message>
            <source>Waving</source>
            <translation>Winken</translation>
        </message>
        <message>
            <source>Pointing</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Shrugging</source>
            <translation>Schulterzucken</translation>
        </message>
        <message>
            <source>Thinking</source>
            <translation>Nachdenken</translation>
        </message>
        <message>
            <source>Hands together</source>
            <translation>Hände zusammengelegt</translation>
        </message>
        <message>
            <source>Bowing</source>
            <translation>Verbeugen</translation>
        </message>
        <message>
            <source>Saluting</source>
            <translation>Salutieren</translation>
        </message>
        <message>
            <source>Cheering</source>
            <translation>Jubeln</translation>
        </message>
        <message>
            <source>Hands up</source>
            <translation>Hände hoch</translation>
        </message>
        <message>
            <source>Walking</source>
            <translation>Gehen</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>Rennen</translation>
        </message>
        <message>
            <source>Ready to start</source>
            <translation>Startbereit</translation>
        </message>
        <message>
            <source>Jumping</source>
            <translation>Springen</translation>
        </message>
        <message>
            <source>Star jump</source>
            <translation>Hampelmann</translation>
        </message>
        <message>
            <source>Squatting</source>
            <translation>Hocken</translation>
        </message>
        <message>
            <source>Lunging</source>
            <translation>Ausfallschritt</translation>
        </message>
        <message>
            <source>Kneeling on one knee</source>
            <translation>Knien auf einem Knie</translation>
        </message>
        <message>
            <source>Kneeling</source>
            <translation>Knien</translation>
        </message>
        <message>
            <source>Sitting on a chair</source>
            <translation>Sitzen auf einem Stuhl</translation>
        </message>
        <message>
            <source>Sitting, legs crossed</source>
            <translation>Sitzen, Beine übereinander</translation>
        </message>
        <message>
            <source>Sitting on the floor</source>
            <translation>Sitzen auf dem Boden</translation>
        </message>
        <message>
            <source>Sitting cross-legged</source>
            <translation>Schneidersitz</translation>
        </message>
        <message>
            <source>Hugging the knees</source>
            <translation>Knie umarmen</translation>
        </message>
        <message>
            <source>Lying on the back</source>
            <translation>Liegen auf dem Rücken</translation>
        </message>
        <message>
            <source>Lying on the side</source>
            <translation>Liegen auf der Seite</translation>
        </message>
        <message>
            <source>Lying on the front</source>
            <translation>Liegen auf dem Bauch</translation>
        </message>
        <message>
            <source>Crawling</source>
            <translation>Krabbeln</translation>
        </message>
        <message>
            <source>Plank</source>
            <translation>Unterarmstütz</translation>
        </message>
        <message>
            <source>Push-up, low</source>
            <translation>Liegestütz, tief</translation>
        </message>
        <message>
            <source>Handstand</source>
            <translation>Handstand</translation>
        </message>
        <message>
            <source>Warrior (yoga)</source>
            <translation>Krieger (Yoga)</translation>
        </message>
        <message>
            <source>Tree (yoga)</source>
            <translation>Baum (Yoga)</translation>
        </message>
        <message>
            <source>Downward dog (yoga)</source>
            <translation>Herabschauender Hund (Yoga)</translation>
        </message>
        <message>
            <source>Bridge</source>
            <translation>Brücke</translation>
        </message>
        <message>
            <source>Arabesque (ballet)</source>
            <translation>Arabesque (Ballett)</translation>
        </message>
        <message>
            <source>Kicking</source>
            <translation>Treten</translation>
        </message>
        <message>
            <source>Punching</source>
            <translation>Schlagen</translation>
        </message>
        <message>
            <source>Boxing guard</source>
            <translation>Boxdeckung</translation>
        </message>
        <message>
            <source>Throwing</source>
            <translation>Werfen</translation>
        </message>
        <message>
            <source>Drawing a bow</source>
            <translation>Bogen spannen</translation>
        </message>
        <message>
            <source>Golf swing</source>
            <translation>Golfschwung</translation>
        </message>
        <message>
            <source>Climbing</source>
            <translation>Klettern</translation>
        </message>
        <message>
            <source>Carrying a box</source>
            <translation>Eine Kiste tragen</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>Lesen</translation>
        </message>
        <message>
            <source>On the phone</source>
            <translation>Telefonieren</translation>
        </message>
        <message>
            <source>Flying</source>
            <translation>Fliegen</translation>
        </message>
        <message>
            <source>Dancing</source>
            <translation>Tanzen</translation>
        </message>
    </context>
    <context>
        <name>BodySteps</name>
        <message>
            <source>Draw a person from head to feet: outlines, ovals or a stick figure. The body beside it follows each stroke. Project ▸ Sample sketches has something to begin with.</source>
            <translation>Zeichnen Sie eine Person von Kopf bis Fuß: Umrisse, Ovale oder eine Strichfigur. Der Körper daneben folgt jedem Strich. Projekt ▸ Beispielskizzen hat etwas für den Anfang.</translation>
        </message>
        <message>
            <source>A network that reads drawings is not here yet. Until then take a pose from the library and drag its joints.</source>
            <translation>Ein Netz, das Zeichnungen liest, ist noch nicht vorhanden. Nehmen Sie bis dahin eine Pose aus den Vorlagen, und ziehen Sie ihre Gelenke.</translation>
        </message>
        <message>
            <source>Draw</source>
            <translation>Zeichnen</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>Berichtigen</translation>
        </message>
        <message>
            <source>Drag joints in the view or the drawing, turn them by rings or by numbers. A limb that goes the wrong way in depth: D. A limb that is drawn anew changes alone.</source>
            <translation>Ziehen Sie Gelenke in der Ansicht oder der Zeichnung, drehen Sie sie mit Ringen oder durch Zahlen. Ein Arm oder Bein, das in der Tiefe falsch liegt: D. Was neu gezeichnet wird, ändert sich allein.</translation>
        </message>
        <message>
            <source>Take it with you</source>
            <translation>Mitnehmen</translation>
        </message>
        <message>
            <source>Export writes meshes, skeletons, motion and pictures. Find photos looks for people in this pose. What you draw is kept by itself.</source>
            <translation>Exportieren schreibt Oberflächen, Skelette, Bewegungen und Bilder. Fotos finden sucht Menschen in dieser Pose. Was Sie zeichnen, wird von selbst aufbewahrt.</translation>
        </message>
        <message>
            <source>The settings cannot be saved: {error}</source>
            <translation>Die Einstellungen können nicht gespeichert werden: {error}</translation>
        </message>
    </context>
    <context>
        <name>BodyTexts</name>
        <message>
            <source>Draw</source>
            <translation>Zeichnen</translation>
        </message>
        <message>
            <source>Erase</source>
            <translation>Radieren</translation>
        </message>
        <message>
            <source>Change the drawing</source>
            <translation>Die Zeichnung ändern</translation>
        </message>
        <message>
            <source>Draw the side view</source>
            <translation>Die Seitenansicht zeichnen</translation>
        </message>
        <message>
            <source>Read the drawing</source>
            <translation>Die Zeichnung lesen</translation>
        </message>
        <message>
            <source>Drag {joint}</source>
            <translation>{joint} ziehen</translation>
        </message>
        <message>
            <source>Turn {joint}</source>
            <translation>{joint} drehen</translation>
        </message>
        <message>
            <source>Turn {limb} over in depth</source>
            <translation>{limb} in der Tiefe umklappen</translation>
        </message>
        <message>
            <source>Mirror the pose</source>
            <translation>Die Pose spiegeln</translation>
        </message>
        <message>
            <source>Mirror {limb}</source>
            <translation>{limb} spiegeln</translation>
        </message>
        <message>
            <source>Reset {limb}</source>
            <translation>{limb} zurücksetzen</translation>
        </message>
        <message>
            <source>Reset the pose</source>
            <translation>Die Pose zurücksetzen</translation>
        </message>
        <message>
            <source>Reset the shape</source>
            <translation>Die Form zurücksetzen</translation>
        </message>
        <message>
            <source>Keep the shape</source>
            <translation>Die Form behalten</translation>
        </message>
        <message>
            <source>Let drawings shape the body</source>
            <translation>Zeichnungen den Körper formen lassen</translation>
        </message>
        <message>
            <source>Set {term}</source>
            <translation>{term} einstellen</translation>
        </message>
        <message>
            <source>Set shape number {number}</source>
            <translation>Formzahl {number} einstellen</translation>
        </message>
        <message>
            <source>Take the pose “{pose}”</source>
            <translation>Die Pose „{pose}“ nehmen</translation>
        </message>
        <message>
            <source>Lock {joint}</source>
            <translation>{joint} sperren</translation>
        </message>
        <message>
            <source>Unlock {joint}</source>
            <translation>{joint} entsperren</translation>
        </message>
        <message>
            <source>Unlock all joints</source>
            <translation>Alle Gelenke entsperren</translation>
        </message>
        <message>
            <source>Pin {joint}</source>
            <translation>{joint} anheften</translation>
        </message>
        <message>
            <source>Unpin {joint}</source>
            <translation>{joint} lösen</translation>
        </message>
        <message>
            <source>Keep the pose symmetric</source>
            <translation>Die Pose symmetrisch halten</translation>
        </message>
        <message>
            <source>Let both sides differ</source>
            <translation>Beide Seiten verschieden sein lassen</translation>
        </message>
        <message>
            <source>Add layer “{layer}”</source>
            <translation>Ebene „{layer}“ hinzufügen</translation>
        </message>
        <message>
            <source>Remove layer “{layer}”</source>
            <translation>Ebene „{layer}“ entfernen</translation>
        </message>
        <message>
            <source>Rename layer “{layer}”</source>
            <translation>Ebene „{layer}“ umbenennen</translation>
        </message>
        <message>
            <source>Move layer “{layer}”</source>
            <translation>Ebene „{layer}“ verschieben</translation>
        </message>
        <message>
            <source>Show layer “{layer}”</source>
            <translation>Ebene „{layer}“ zeigen</translation>
        </message>
        <message>
            <source>Hide layer “{layer}”</source>
            <translation>Ebene „{layer}“ verbergen</translation>
        </message>
        <message>
            <source>Lock layer “{layer}”</source>
            <translation>Ebene „{layer}“ sperren</translation>
        </message>
        <message>
            <source>Unlock layer “{layer}”</source>
            <translation>Ebene „{layer}“ entsperren</translation>
        </message>
        <message>
            <source>Fade layer “{layer}”</source>
            <translation>Ebene „{layer}“ durchscheinen lassen</translation>
        </message>
        <message>
            <source>Merge layer “{layer}” down</source>
            <translation>Ebene „{layer}“ nach unten vereinen</translation>
        </message>
        <message>
            <source>Choose layer “{layer}”</source>
            <translation>Ebene „{layer}“ wählen</translation>
        </message>
        <message>
            <source>Set the picture below</source>
            <translation>Das Bild darunter setzen</translation>
        </message>
        <message>
            <source>Take the picture below away</source>
            <translation>Das Bild darunter wegnehmen</translation>
        </message>
        <message>
            <source>Clear the page</source>
            <translation>Das Blatt leeren</translation>
        </message>
        <message>
            <source>Take over “{name}”</source>
            <translation>„{name}“ übernehmen</translation>
        </message>
        <message>
            <source>Let joints turn freely</source>
            <translation>Gelenke frei drehen lassen</translation>
        </message>
        <message>
            <source>Keep joints within their limits</source>
            <translation>Gelenke in ihren Grenzen halten</translation>
        </message>
        <message>
            <source>stature</source>
            <translation>Körpergröße</translation>
        </message>
        <message>
            <source>weight</source>
            <translation>Gewicht</translation>
        </message>
        <message>
            <source>muscle</source>
            <translation>Muskeln</translation>
        </message>
        <message>
            <source>age</source>
            <translation>Alter</translation>
        </message>
        <message>
            <source>gender</source>
            <translation>Geschlecht</translation>
        </message>
        <message>
            <source>proportions</source>
            <translation>Proportionen</translation>
        </message>
        <message>
            <source>No network that reads drawings is here; poses can be set by hand.</source>
            <translation>Kein Netz, das Zeichnungen liest, ist vorhanden; Posen lassen sich von Hand einstellen.</translation>
        </message>
        <message>
            <source>The side view tells nothing yet: {why}</source>
            <translation>Die Seitenansicht sagt noch nichts: {why}</translation>
        </message>
        <message>
            <source>Front and side view show different poses; the front view was followed.</source>
            <translation>Vorder- und Seitenansicht zeigen verschiedene Posen; der Vorderansicht wurde gefolgt.</translation>
        </message>
        <message>
            <source>This project was made with another network; drawn parts may be read differently.</source>
            <translation>Dieses Projekt entstand mit einem anderen Netz; Gezeichnetes wird vielleicht anders gelesen.</translation>
        </message>
        <message>
            <source>The picture of {width} x {height} pixels was reduced to {side}.</source>
            <translation>Das Bild von {width} x {height} Pixeln wurde auf {side} verkleinert.</translation>
        </message>
        <message>
            <source>The pose was guessed from key points in one picture; check its depth.</source>
            <translation>Die Pose wurde aus Punkten in einem Bild erraten; prüfen Sie ihre Tiefe.</translation>
        </message>
        <message>
            <source>The picture below could not be read and was left out.</source>
            <translation>Das Bild darunter ließ sich nicht lesen und wurde weggelassen.</translation>
        </message>
        <message>
            <source>The drawing could not be read: {why}</source>
            <translation>Die Zeichnung ließ sich nicht lesen: {why}</translation>
        </message>
        <message>
            <source>Pelvis</source>
            <translation>Becken</translation>
        </message>
        <message>
            <source>Left hip</source>
            <translation>Linke Hüfte</translation>
        </message>
        <message>
            <source>Right hip</source>
            <translation>Rechte Hüfte</translation>
        </message>
        <message>
            <source>Lower spine</source>
            <translation>Untere Wirbelsäule</translation>
        </message>
        <message>
            <source>Left knee</source>
            <translation>Linkes Knie</translation>
        </message>
        <message>
            <source>Right knee</source>
            <translation>Rechtes Knie</translation>
        </message>
        <message>
            <source>Middle spine</source>
            <translation>Mittlere Wirbelsäule</translation>
        </message>
        <message>
            <source>Left ankle</source>
            <translation>Linker Knöchel</translation>
        </message>
        <message>
            <source>Right ankle</source>
            <translation>Rechter Knöchel</translation>
        </message>
        <message>
            <source>Upper spine</source>
            <translation>Obere Wirbelsäule</translation>
        </message>
        <message>
            <source>Left foot</source>
            <translation>Linker Fuß</translation>
        </message>
        <message>
            <source>Right foot</source>
            <translation>Rechter Fuß</translation>
        </message>
        <message>
            <source>Neck</source>
            <translation>Hals</translation>
        </message>
        <message>
            <source>Left collar</source>
            <translation>Linkes Schlüsselbein</translation>
        </message>
        <message>
            <source>Right collar</source>
            <translation>Rechtes Schlüsselbein</translation>
        </message>
        <message>
            <source>Head</source>
            <translation>Kopf</translation>
        </message>
        <message>
            <source>Left shoulder</source>
            <translation>Linke Schulter</translation>
        </message>
        <message>
            <source>Right shoulder</source>
            <translation>Rechte Schulter</translation>
        </message>
        <message>
            <source>Left elbow</source>
            <translation>Linker Ellbogen</translation>
        </message>
        <message>
            <source>Right elbow</source>
            <translation>Rechter Ellbogen</translation>
        </message>
        <message>
            <source>Left wrist</source>
            <translation>Linkes Handgelenk</translation>
        </message>
        <message>
            <source>Right wrist</source>
            <translation>Rechtes Handgelenk</translation>
        </message>
        <message>
            <source>Left hand</source>
            <translation>Linke Hand</translation>
        </message>
        <message>
            <source>Right hand</source>
            <translation>Rechte Hand</translation>
        </message>
        <message>
            <source>Left arm</source>
            <translation>Linker Arm</translation>
        </message>
        <message>
            <source>Right arm</source>
            <translation>Rechter Arm</translation>
        </message>
        <message>
            <source>Left leg</source>
            <translation>Linkes Bein</translation>
        </message>
        <message>
            <source>Right leg</source>
            <translation>Rechtes Bein</translation>
        </message>
        <message>
            <source>Torso</source>
            <translation>Rumpf</translation>
        </message>
        <message>
            <source>Head and neck</source>
            <translation>Kopf und Hals</translation>
        </message>
        <message>
            <source>The drawing is so dense that limbs can hardly be told apart.</source>
            <translation>Die Zeichnung ist so dicht, dass sich Arme und Beine kaum unterscheiden lassen.</translation>
        </message>
        <message>
            <source>There seem to be {count} figures; draw one person, or cut the others away.</source>
            <translation>Es scheinen {count} Figuren zu sein; zeichnen Sie eine Person, oder schneiden Sie die anderen weg.</translation>
        </message>
        <message>
            <source>This looks like a head alone; draw the whole body.</source>
            <translation>Das sieht nach einem Kopf allein aus; zeichnen Sie den ganzen Körper.</translation>
        </message>
        <message>
            <source>{count} strokes; what is drawn over and over makes the reading unsure.</source>
            <translation>{count} Striche; was immer wieder überzeichnet wird, macht das Lesen unsicher.</translation>
        </message>
        <message>
            <source>Light lines on a dark ground were taken as ink.</source>
            <translation>Helle Linien auf dunklem Grund wurden als Tinte genommen.</translation>
        </message>
        <message>
            <source>This looks like a photo; only drawings can be read. Trace the person instead.</source>
            <translation>Das sieht nach einem Foto aus; nur Zeichnungen lassen sich lesen. Pausen Sie die Person ab.</translation>
        </message>
        <message>
            <source>The transparent parts were taken as paper.</source>
            <translation>Die durchsichtigen Teile wurden als Papier genommen.</translation>
        </message>
        <message>
            <source>The picture of {width} x {height} pixels was read at {side} pixels.</source>
            <translation>Das Bild von {width} x {height} Pixeln wurde mit {side} Pixeln gelesen.</translation>
        </message>
        <message>
            <source>The network brings no measured confidence; the one shown is a guess.</source>
            <translation>Das Netz bringt keine gemessene Konfidenz mit; die gezeigte ist geschätzt.</translation>
        </message>
        <message>
            <source>Too little of a person is drawn to read a body.</source>
            <translation>Von einem Menschen ist zu wenig gezeichnet, um einen Körper zu lesen.</translation>
        </message>
        <message>
            <source>The drawing can be read in several ways; look at the marked joints.</source>
            <translation>Die Zeichnung lässt sich auf mehrere Arten lesen; sehen Sie auf die markierten Gelenke.</translation>
        </message>
        <message>
            <source>OBJ: the posed surface</source>
            <translation>OBJ: die Oberfläche in ihrer Pose</translation>
        </message>
        <message>
            <source>PLY: the posed surface, binary</source>
            <translation>PLY: die Oberfläche in ihrer Pose, binär</translation>
        </message>
        <message>
            <source>STL: the posed surface</source>
            <translation>STL: die Oberfläche in ihrer Pose</translation>
        </message>
        <message>
            <source>GLB: surface, skeleton and skin weights, to pose it on in other programs</source>
            <translation>GLB: Oberfläche, Skelett und Hautgewichte, um sie in anderen Programmen weiter zu stellen</translation>
        </message>
        <message>
            <source>BVH: the skeleton and one frame of motion</source>
            <translation>BVH: das Skelett und ein Bild einer Bewegung</translation>
        </message>
        <message>
            <source>JSON: 24 rotations and 10 shape numbers, in the order of SMPL</source>
            <translation>JSON: 24 Drehungen und 10 Formzahlen, in der Reihenfolge von SMPL</translation>
        </message>
        <message>
            <source>OpenPose: 25 key points in the picture, as JSON</source>
            <translation>OpenPose: 25 Punkte des Körpers im Bild, als JSON</translation>
        </message>
        <message>
            <source>SVG: a drawing, as lines</source>
            <translation>SVG: eine Zeichnung, als Linien</translation>
        </message>
        <message>
            <source>PNG: a picture of the body</source>
            <translation>PNG: ein Bild des Körpers</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>Höhe</translation>
        </message>
        <message>
            <source>Chest</source>
            <translation>Brust</translation>
        </message>
        <message>
            <source>Waist</source>
            <translation>Taille</translation>
        </message>
        <message>
            <source>Hip</source>
            <translation>Hüfte</translation>
        </message>
        <message>
            <source>Neck girth</source>
            <translation>Halsumfang</translation>
        </message>
        <message>
            <source>Head girth</source>
            <translation>Kopfumfang</translation>
        </message>
        <message>
            <source>Upper arm</source>
            <translation>Oberarm</translation>
        </message>
        <message>
            <source>Wrist girth</source>
            <translation>Handgelenkumfang</translation>
        </message>
        <message>
            <source>Thigh</source>
            <translation>Oberschenkel</translation>
        </message>
        <message>
            <source>Knee girth</source>
            <translation>Knieumfang</translation>
        </message>
        <message>
            <source>Calf</source>
            <translation>Wade</translation>
        </message>
        <message>
            <source>Ankle girth</source>
            <translation>Knöchelumfang</translation>
        </message>
        <message>
            <source>Inseam</source>
            <translation>Schrittlänge</translation>
        </message>
        <message>
            <source>Arm length</source>
            <translation>Armlänge</translation>
        </message>
        <message>
            <source>Shoulder width</source>
            <translation>Schulterbreite</translation>
        </message>
        <message>
            <source>Foot length</source>
            <translation>Fußlänge</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>Gewicht</translation>
        </message>
        <message>
            <source>Volume</source>
            <translation>Volumen</translation>
        </message>
        <message>
            <source>Skin surface</source>
            <translation>Hautfläche</translation>
        </message>
        <message>
            <source>Outline, waving</source>
            <translation>Umriss, winkend</translation>
        </message>
        <message>
            <source>Ovals, running</source>
            <translation>Ovale, rennend</translation>
        </message>
        <message>
            <source>Stick figure, yoga</source>
            <translation>Strichfigur, Yoga</translation>
        </message>
        <message>
            <source>Taken on the body at rest, on its left side, as a tape does that spans hollows.</source>
            <translation>Gemessen am Körper in Ruhe, an seiner linken Seite, wie mit einem Band, das Mulden überspannt.</translation>
        </message>
    </context>
    <context>
        <name>BodyView</name>
        <message>
            <source>Confidence</source>
            <translation>Konfidenz</translation>
        </message>
        <message>
            <source>unsure</source>
            <translation>unsicher</translation>
        </message>
        <message>
            <source>sure</source>
            <translation>sicher</translation>
        </message>
        <message>
            <source>No body yet</source>
            <translation>Noch kein Körper</translation>
        </message>
        <message>
            <source>Draw a person, or choose a pose.</source>
            <translation>Zeichnen Sie eine Person, oder wählen Sie eine Pose.</translation>
        </message>
        <message>
            <source>Posed body</source>
            <translation>Körper in seiner Pose</translation>
        </message>
    </context>
    <context>
        <name>BoxesEditor</name>
        <message>
            <source>man, woman; NOT child</source>
            <translation>man, woman; NOT child</translation>
        </message>
        <message>
            <source>rides</source>
            <translation>rides</translation>
        </message>
        <message>
            <source>bicycle, motorbike</source>
            <translation>bicycle, motorbike</translation>
        </message>
        <message>
            <source>evening, 2019</source>
            <translation>evening, 2019</translation>
        </message>
        <message>
            <source>street; NOT Paris</source>
            <translation>street; NOT Paris</translation>
        </message>
        <message>
            <source>Comma: or · semicolon: and · NOT or a minus sign in front: without</source>
            <translation>Komma: oder · Semikolon: und · NOT oder ein Minus davor: ohne</translation>
        </message>
        <message>
            <source>fits all boxes (pruned)</source>
            <translation>zu allen passt (Schnitt)</translation>
        </message>
        <message>
            <source>fits any of them (united)</source>
            <translation>zu einem passt (vereint)</translation>
        </message>
        <message>
            <source>How the boxes are combined</source>
            <translation>Wie die Felder verknüpft werden</translation>
        </message>
        <message>
            <source>Keep what</source>
            <translation>Behalten, was</translation>
        </message>
        <message>
            <source>How the boxes are read</source>
            <translation>Wie die Felder gelesen werden</translation>
        </message>
        <message>
            <source>Comma: or · semicolon: and · NOT: without. Leave boxes empty at will.</source>
            <translation>Komma: oder · Semikolon: und · NOT: ohne. Felder können leer bleiben. Englische Wörter.</translation>
        </message>
    </context>
    <context>
        <name>BucketList</name>
        <message>
            <source>Buckets</source>
            <translation>Sammlungen</translation>
        </message>
        <message>
            <source>Drop pictures here to put them into “%s”</source>
            <translation>Bilder hierher ziehen, um sie in „%s“ zu legen</translation>
        </message>
        <message>
            <source>Buckets keep what you look for.</source>
            <translation>Sammlungen halten fest, was Sie suchen.</translation>
        </message>
        <message>
            <source>Show what is in it</source>
            <translation>Zeigen, was darin ist</translation>
        </message>
        <message>
            <source>Rename …</source>
            <translation>Umbenennen …</translation>
        </message>
        <message>
            <source>Merge into</source>
            <translation>Vereinen mit</translation>
        </message>
        <message>
            <source>Take out what is also in</source>
            <translation>Herausnehmen, was auch hierin ist:</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>Rename bucket</source>
            <translation>Sammlung umbenennen</translation>
        </message>
        <message>
            <source>Name:</source>
            <translation>Name:</translation>
        </message>
    </context>
    <context>
        <name>BucketSide</name>
        <message>
            <source>New bucket …</source>
            <translation>Neue Sammlung …</translation>
        </message>
        <message>
            <source>New bucket</source>
            <translation>Neue Sammlung</translation>
        </message>
        <message>
            <source>Make a bucket for what you look for</source>
            <translation>Eine Sammlung für das anlegen, was Sie suchen</translation>
        </message>
        <message>
            <source>Bucket</source>
            <translation>Sammlung</translation>
        </message>
        <message>
            <source>What goes into it:</source>
            <translation>Was hineinkommt:</translation>
        </message>
        <message>
            <source>Rename “%s”</source>
            <translation>„%s“ umbenennen</translation>
        </message>
        <message>
            <source>Delete “%s”</source>
            <translation>„%s“ löschen</translation>
        </message>
        <message>
            <source>Merge “{a}” into “{b}”</source>
            <translation>„{a}“ mit „{b}“ vereinen</translation>
        </message>
        <message>
            <source>Take “{b}” out of “{a}”</source>
            <translation>„{b}“ aus „{a}“ herausnehmen</translation>
        </message>
    </context>
    <context>
        <name>CalendarMap</name>
        <message>
            <source>Calendar</source>
            <translation>Kalender</translation>
        </message>
        <message>
            <source>Arrows move by days and weeks, Enter opens a day, Shift chooses several.</source>
            <translation>Pfeile gehen um Tage und Wochen weiter, Eingabe öffnet einen Tag, Umschalt wählt mehrere.</translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s) or video(s)</source>
            <translation>
                <numerusform>%n Foto oder Video</numerusform>
                <numerusform>%n Fotos oder Videos</numerusform>
            </translation>
        </message>
        <message>
            <source>positions</source>
            <translation>Positionen</translation>
        </message>
        <message>
            <source>less</source>
            <translation>weniger</translation>
        </message>
        <message>
            <source>more</source>
            <translation>mehr</translation>
        </message>
        <message>
            <source>dot: positions known · click opens a day · drag over days filters by them</source>
            <translation>Punkt: Positionen bekannt · ein Klick öffnet einen Tag · über Tage ziehen filtert nach ihnen</translation>
        </message>
    </context>
    <context>
        <name>CanvasEditor</name>
        <message>
            <source>Choose, move, resize (V)</source>
            <translation>Wählen, bewegen, Größe ändern (V)</translation>
        </message>
        <message>
            <source>Draw a colour (B)</source>
            <translation>Eine Farbe malen (B)</translation>
        </message>
        <message>
            <source>Place an object (O)</source>
            <translation>Ein Objekt setzen (O)</translation>
        </message>
        <message>
            <source>Place a text (T)</source>
            <translation>Einen Text setzen (T)</translation>
        </message>
        <message>
            <source>Place a picture file …</source>
            <translation>Eine Bilddatei setzen …</translation>
        </message>
        <message>
            <source>3 × 3: a click fills a cell with the colour</source>
            <translation>3 × 3: Ein Klick füllt eine Zelle mit der Farbe</translation>
        </message>
        <message>
            <source>Undo on the canvas (Ctrl+Z)</source>
            <translation>Auf der Skizze rückgängig (Strg+Z)</translation>
        </message>
        <message>
            <source>Redo on the canvas (Ctrl+Shift+Z)</source>
            <translation>Auf der Skizze wiederholen (Strg+Umschalt+Z)</translation>
        </message>
        <message>
            <source>Clear the canvas</source>
            <translation>Die Skizze leeren</translation>
        </message>
        <message>
            <source>Shape and zoom of the canvas</source>
            <translation>Form und Vergrößerung der Skizze</translation>
        </message>
        <message>
            <source>Zoom in	Ctrl++</source>
            <translation>Vergrößern	Strg++</translation>
        </message>
        <message>
            <source>Zoom out	Ctrl+-</source>
            <translation>Verkleinern	Strg+-</translation>
        </message>
        <message>
            <source>Fit	Ctrl+0</source>
            <translation>Einpassen	Strg+0</translation>
        </message>
    </context>
    <context>
        <name>CanvasExchange</name>
        <message>
            <source>A layer holds {most} strokes at most.</source>
            <translation>Eine Ebene fasst höchstens {most} Striche.</translation>
        </message>
    </context>
    <context>
        <name>CanvasKeys</name>
        <message>
            <source>Page to draw a person on</source>
            <translation>Blatt, um eine Person darauf zu zeichnen</translation>
        </message>
        <message>
            <source>Arrow keys move the pen, Space puts it down and up, Esc drops the stroke. P is the pen, E and Shift+E erase, V chooses joints.</source>
            <translation>Pfeiltasten bewegen den Stift, Leertaste setzt ihn auf und hebt ihn ab, Esc verwirft den Strich. P ist der Stift, E und Umschalt+E radieren, V wählt Gelenke.</translation>
        </message>
        <message>
            <source>Width {width}</source>
            <translation>Breite {width}</translation>
        </message>
        <message>
            <source>Pen up</source>
            <translation>Stift oben</translation>
        </message>
        <message>
            <source>Pen down</source>
            <translation>Stift unten</translation>
        </message>
    </context>
    <context>
        <name>CanvasNotes</name>
        <message>
            <source>Left out, as outside of the canvas or without a size: {count} of the shapes.</source>
            <translation>Ausgelassen, weil außerhalb der Skizze oder ohne Größe: {count} der Formen.</translation>
        </message>
        <message>
            <source>The canvas holds {count} shapes: the {used} on top were looked for.</source>
            <translation>Die Skizze enthält {count} Formen: Nach den obersten {used} wurde gesucht.</translation>
        </message>
        <message>
            <source>No detector has looked for objects here yet: add its weights under Tools ▸ Networks and import again.</source>
            <translation>Noch hat hier kein Detektor nach Objekten gesucht: Fügen Sie seine Gewichte unter Extras ▸ Netze hinzu, und importieren Sie noch einmal.</translation>
        </message>
        <message>
            <source>No detector has found “{label}” here; pictures in which networks named it stand in, wherever it is in them.</source>
            <translation>Kein Detektor hat „{label}“ hier gefunden; Bilder, in denen Netze es benannt haben, stehen dafür, wo immer darin es ist.</translation>
        </message>
        <message>
            <source>Nothing here is named like “{text}”.</source>
            <translation>Nichts heißt hier so ähnlich wie „{text}“.</translation>
        </message>
        <message>
            <source>No text was read in the pictures of this library: OCR is missing.</source>
            <translation>In den Bildern dieser Bibliothek wurde kein Text gelesen: Die Texterkennung fehlt.</translation>
        </message>
        <message>
            <source>Where letters stand in a picture is not known: “{text}” counts wherever it was read.</source>
            <translation>Wo in einem Bild Schrift steht, ist nicht bekannt: „{text}“ zählt, wo immer es gelesen wurde.</translation>
        </message>
        <message>
            <source>Left out: {reason}</source>
            <translation>Ausgelassen: {reason}</translation>
        </message>
    </context>
    <context>
        <name>CanvasPage</name>
        <message>
            <source>Page of the front view</source>
            <translation>Blatt der Vorderansicht</translation>
        </message>
        <message>
            <source>Draw a person, head to feet</source>
            <translation>Zeichnen Sie eine Person von Kopf bis Fuß</translation>
        </message>
        <message>
            <source>Page of the side view</source>
            <translation>Blatt der Seitenansicht</translation>
        </message>
        <message>
            <source>The same pose from the person's left: it tells depth</source>
            <translation>Dieselbe Pose von der linken Seite der Person: Sie verrät die Tiefe</translation>
        </message>
        <message>
            <source>Front</source>
            <translation>Vorn</translation>
        </message>
        <message>
            <source>Draw the front view (1)</source>
            <translation>Die Vorderansicht zeichnen (1)</translation>
        </message>
        <message>
            <source>Side</source>
            <translation>Seite</translation>
        </message>
        <message>
            <source>Draw the side view, for depth (2)</source>
            <translation>Die Seitenansicht zeichnen, für die Tiefe (2)</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>Beide</translation>
        </message>
        <message>
            <source>Both pages side by side (3)</source>
            <translation>Beide Blätter nebeneinander (3)</translation>
        </message>
    </context>
    <context>
        <name>CanvasPartEditor</name>
        <message>
            <source>Large window</source>
            <translation>Großes Fenster</translation>
        </message>
        <message>
            <source>Draw in a large window; changes count at once</source>
            <translation>In einem großen Fenster zeichnen; Änderungen zählen sofort</translation>
        </message>
        <message>
            <source>Back into the panel</source>
            <translation>Zurück in die Suche</translation>
        </message>
    </context>
    <context>
        <name>CanvasSurface</name>
        <message>
            <source>There is no layer to draw on.</source>
            <translation>Es gibt keine Ebene, auf der sich zeichnen ließe.</translation>
        </message>
        <message>
            <source>Layer “{name}” is locked. Unlock it to draw on it.</source>
            <translation>Ebene „{name}“ ist gesperrt. Entsperren Sie sie, um darauf zu zeichnen.</translation>
        </message>
        <message>
            <source>Layer “{name}” is hidden. Show it to draw on it.</source>
            <translation>Ebene „{name}“ ist verborgen. Zeigen Sie sie, um darauf zu zeichnen.</translation>
        </message>
    </context>
    <context>
        <name>CanvasWindow</name>
        <message>
            <source>Canvas</source>
            <translation>Skizze</translation>
        </message>
    </context>
    <context>
        <name>Care</name>
        <message>
            <source>Thumbnails in the store</source>
            <translation>Vorschaubilder im Speicher</translation>
        </message>
        <message numerus="yes">
            <source>%n new item(s) joined “{name}”.</source>
            <translation>
                <numerusform>%n neuer Eintrag ist in „{name}“.</numerusform>
                <numerusform>%n neue Einträge sind in „{name}“.</numerusform>
            </translation>
        </message>
        <message>
            <source>Analysis of what is new</source>
            <translation>Analyse des Neuen</translation>
        </message>
        <message>
            <source>Reading titles and plots</source>
            <translation>Titel und Inhaltsangaben werden gelesen</translation>
        </message>
        <message>
            <source>Making searches quicker</source>
            <translation>Suchen werden beschleunigt</translation>
        </message>
    </context>
    <context>
        <name>Carrying</name>
        <message>
            <source>Import a drawing, a body or motion</source>
            <translation>Eine Zeichnung, einen Körper oder eine Bewegung importieren</translation>
        </message>
        <message>
            <source>Drawings, bodies, motion (%s)</source>
            <translation>Zeichnungen, Körper, Bewegungen (%s)</translation>
        </message>
        <message>
            <source>Read “{name}”</source>
            <translation>„{name}“ lesen</translation>
        </message>
        <message>
            <source>body</source>
            <translation>Körper</translation>
        </message>
        <message>
            <source>Export “{name}”</source>
            <translation>„{name}“ exportieren</translation>
        </message>
        <message>
            <source>Wrote {names} to “{folder}”.</source>
            <translation>{names} nach „{folder}“ geschrieben.</translation>
        </message>
    </context>
    <context>
        <name>Changes</name>
        <message>
            <source>Name the place “%s”</source>
            <translation>Den Ort „%s“ benennen</translation>
        </message>
        <message numerus="yes">
            <source>Merge %n place(s)</source>
            <translation>
                <numerusform>%n Ort zusammenlegen</numerusform>
                <numerusform>%n Orte zusammenlegen</numerusform>
            </translation>
        </message>
        <message>
            <source>Remove the place “%s”</source>
            <translation>Den Ort „%s“ entfernen</translation>
        </message>
        <message>
            <source>Name an event “%s”</source>
            <translation>Ein Ereignis „%s“ nennen</translation>
        </message>
        <message>
            <source>Correct the clock of “%s”</source>
            <translation>Die Uhr von „%s“ berichtigen</translation>
        </message>
    </context>
    <context>
        <name>ChangesView</name>
        <message>
            <source>What changed in the query</source>
            <translation>Was sich an der Anfrage geändert hat</translation>
        </message>
        <message>
            <source>Earlier list to compare with</source>
            <translation>Frühere Liste, mit der verglichen wird</translation>
        </message>
        <message>
            <source>What changed</source>
            <translation>Was sich geändert hat</translation>
        </message>
        <message>
            <source>no query</source>
            <translation>keine Anfrage</translation>
        </message>
        <message>
            <source>against {n}: {query}</source>
            <translation>gegen {n}: {query}</translation>
        </message>
        <message>
            <source>There is no earlier list yet: ask something else.</source>
            <translation>Noch gibt es keine frühere Liste: Fragen Sie nach etwas anderem.</translation>
        </message>
        <message>
            <source>Both lists hold the same hits in the same order.</source>
            <translation>Beide Listen enthalten dieselben Treffer in derselben Reihenfolge.</translation>
        </message>
        <message>
            <source>New: %s</source>
            <translation>Neu: %s</translation>
        </message>
        <message>
            <source>Rose: %s</source>
            <translation>Gestiegen: %s</translation>
        </message>
        <message>
            <source>Fell: %s</source>
            <translation>Gefallen: %s</translation>
        </message>
        <message>
            <source>Gone: %s</source>
            <translation>Weg: %s</translation>
        </message>
    </context>
    <context>
        <name>Charts</name>
        <message>
            <source>Box plot by method</source>
            <translation>Kastengrafik je Methode</translation>
        </message>
        <message>
            <source>Two measures of every picture</source>
            <translation>Zwei Maße jedes Bildes</translation>
        </message>
    </context>
    <context>
        <name>Chip</name>
        <message>
            <source>Best of the maps on view.</source>
            <translation>Die beste der gezeigten Wärmekarten.</translation>
        </message>
        <message>
            <source>%s: remove with the cross or Delete</source>
            <translation>%s: mit dem Kreuz oder Entf entfernen</translation>
        </message>
    </context>
    <context>
        <name>ClassifierDialog</name>
        <message>
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>What it finds: “dogs”, “at the beach”</source>
            <translation>Was er findet: „Hunde“, „am Strand“</translation>
        </message>
        <message>
            <source>new labels, none yet</source>
            <translation>neue Marken, noch keine</translation>
        </message>
        <message>
            <source>Choose …</source>
            <translation>Wählen …</translation>
        </message>
        <message>
            <source>Support vector machine</source>
            <translation>Stützvektormaschine</translation>
        </message>
        <message>
            <source>Logistic regression</source>
            <translation>Logistische Regression</translation>
        </message>
        <message>
            <source>Rocchio: difference of means</source>
            <translation>Rocchio: Differenz der Mittel</translation>
        </message>
        <message>
            <source>Bayesian choice model</source>
            <translation>Bayessches Wahlmodell</translation>
        </message>
        <message>
            <source>as in the settings</source>
            <translation>wie in den Einstellungen</translation>
        </message>
        <message>
            <source>New classifier</source>
            <translation>Neuer Klassifikator</translation>
        </message>
        <message>
            <source>Classifier</source>
            <translation>Klassifikator</translation>
        </message>
        <message>
            <source>all together</source>
            <translation>alle zusammen</translation>
        </message>
        <message>
            <source>&amp;Name:</source>
            <translation>&amp;Name:</translation>
        </message>
        <message>
            <source>Learner:</source>
            <translation>Verfahren:</translation>
        </message>
        <message>
            <source>Features:</source>
            <translation>Merkmale der Bilder:</translation>
        </message>
        <message>
            <source>Colour:</source>
            <translation>Farbe:</translation>
        </message>
        <message>
            <source>the %s labels of “%s”</source>
            <translation>die %s Marken von „%s“</translation>
        </message>
        <message>
            <source>Learns from:</source>
            <translation>Lernt aus:</translation>
        </message>
    </context>
    <context>
        <name>ClassifierSide</name>
        <message>
            <source>no classifier</source>
            <translation>kein Klassifikator</translation>
        </message>
        <message>
            <source>Marks go to: %s</source>
            <translation>Marken gehen an: %s</translation>
        </message>
        <message>
            <source>“%s” is made of others: mark items for one of those.</source>
            <translation>„%s“ ist aus anderen gemacht: Markieren Sie Einträge für einen von diesen.</translation>
        </message>
        <message>
            <source>Rename classifier</source>
            <translation>Klassifikator umbenennen</translation>
        </message>
        <message>
            <source>Name:</source>
            <translation>Name:</translation>
        </message>
        <message>
            <source>Mark items for it (Enter)</source>
            <translation>Einträge für ihn markieren (Eingabe)</translation>
        </message>
        <message>
            <source>Classifiers</source>
            <translation>Klassifikatoren</translation>
        </message>
        <message>
            <source>Enter makes one active, F2 renames, Delete deletes, C combines it with another.</source>
            <translation>Eingabe wählt einen zum Markieren, F2 benennt um, Entf löscht, C verknüpft ihn mit einem anderen.</translation>
        </message>
        <message>
            <source>New classifier (Ctrl+Shift+N)</source>
            <translation>Neuer Klassifikator (Strg+Umschalt+N)</translation>
        </message>
        <message>
            <source>Copy it, with its labels</source>
            <translation>Mit seinen Marken kopieren</translation>
        </message>
        <message>
            <source>Rename it (F2)</source>
            <translation>Umbenennen (F2)</translation>
        </message>
        <message>
            <source>How it learns, and its colour</source>
            <translation>Wie er lernt, und seine Farbe</translation>
        </message>
        <message>
            <source>Delete it; labels stay, Ctrl+Z brings it back (Delete)</source>
            <translation>Löschen; die Marken bleiben, Strg+Z holt ihn zurück (Entf)</translation>
        </message>
        <message>
            <source>Show its members in all panels</source>
            <translation>Seine Mitglieder in allen Ansichten zeigen</translation>
        </message>
        <message>
            <source>Filter all panels by it</source>
            <translation>Alle Ansichten nach ihm filtern</translation>
        </message>
        <message>
            <source>No classifier yet</source>
            <translation>Noch kein Klassifikator</translation>
        </message>
        <message>
            <source>A classifier learns from items that you mark as relevant and not relevant, keeps its labels in this library, and takes in new items by itself.</source>
            <translation>Ein Klassifikator lernt aus Einträgen, die Sie als passend und unpassend markieren, behält seine Marken in dieser Bibliothek und nimmt Neues von selbst auf.</translation>
        </message>
        <message>
            <source>+{positive} −{negative}</source>
            <translation>+{positive} −{negative}</translation>
        </message>
        <message>
            <source>%s members</source>
            <translation>%s Mitglieder</translation>
        </message>
        <message>
            <source>marks go here</source>
            <translation>Marken gehen hierher</translation>
        </message>
        <message>
            <source>New classifier</source>
            <translation>Neuer Klassifikator</translation>
        </message>
    </context>
    <context>
        <name>ClassifiersPanel</name>
        <message>
            <source>Classifiers</source>
            <translation>Klassifikatoren</translation>
        </message>
        <message>
            <source>{found} found, page {page} of {pages}, {ms:.0f} ms</source>
            <translation>{found} gefunden, Seite {page} von {pages}, {ms:.0f} ms</translation>
        </message>
        <message>
            <source>Save as album</source>
            <translation>Als Album speichern</translation>
        </message>
        <message>
            <source>Name:</source>
            <translation>Name:</translation>
        </message>
        <message>
            <source>New classifier …</source>
            <translation>Neuer Klassifikator …</translation>
        </message>
        <message>
            <source>Mark the page as relevant</source>
            <translation>Die Seite als passend markieren</translation>
        </message>
        <message>
            <source>Mark the page as not relevant</source>
            <translation>Die Seite als unpassend markieren</translation>
        </message>
        <message>
            <source>Make a classifier that learns from what you mark</source>
            <translation>Einen Klassifikator anlegen, der aus Ihren Marken lernt</translation>
        </message>
        <message>
            <source>Mark all keyframes that the classifiers panel shows as relevant</source>
            <translation>Alle Schlüsselbilder, die die Klassifikatoren zeigen, als passend markieren</translation>
        </message>
        <message>
            <source>Mark all keyframes that the classifiers panel shows as not relevant</source>
            <translation>Alle Schlüsselbilder, die die Klassifikatoren zeigen, als unpassend markieren</translation>
        </message>
        <message>
            <source>All relevant</source>
            <translation>Alle passen</translation>
        </message>
        <message>
            <source>Mark all on this page as relevant (Shift+P)</source>
            <translation>Alle auf dieser Seite als passend markieren (Umschalt+P)</translation>
        </message>
        <message>
            <source>None relevant</source>
            <translation>Keines passt</translation>
        </message>
        <message>
            <source>Mark all on this page as not relevant (Shift+N)</source>
            <translation>Alle auf dieser Seite als unpassend markieren (Umschalt+N)</translation>
        </message>
        <message>
            <source>Show everywhere</source>
            <translation>Überall zeigen</translation>
        </message>
        <message>
            <source>Make the scenes the result list of all panels</source>
            <translation>Die Szenen zur Trefferliste aller Ansichten machen</translation>
        </message>
        <message>
            <source>Save as album …</source>
            <translation>Als Album speichern …</translation>
        </message>
        <message>
            <source>Keep this as an album that grows by itself</source>
            <translation>Dies als Album aufbewahren, das von selbst wächst</translation>
        </message>
        <message>
            <source>Combine further</source>
            <translation>Weiter verknüpfen</translation>
        </message>
        <message>
            <source>Use this result as the first of the two</source>
            <translation>Dieses Ergebnis als ersten der beiden nehmen</translation>
        </message>
        <message>
            <source>Previous page (Page Up)</source>
            <translation>Vorige Seite (Bild auf)</translation>
        </message>
        <message>
            <source>Next page (Page Down)</source>
            <translation>Nächste Seite (Bild ab)</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>Nichts gefunden</translation>
        </message>
        <message>
            <source>Combine two classifiers</source>
            <translation>Zwei Klassifikatoren verknüpfen</translation>
        </message>
        <message>
            <source>Drag one classifier onto another, or choose two above: videos, days or albums with both, with one but not the other, near to each other or one after the other.</source>
            <translation>Ziehen Sie einen Klassifikator auf einen anderen, oder wählen Sie oben zwei: Videos, Tage oder Alben mit beiden, mit einem ohne den anderen, nahe beieinander oder nacheinander.</translation>
        </message>
        <message>
            <source>No {unit} holds {title}. Widen the distance, or lower the thresholds.</source>
            <translation>Nichts gefunden: {unit} mit {title} gibt es nicht. Vergrößern Sie den Abstand, oder senken Sie die Schwellen.</translation>
        </message>
    </context>
    <context>
        <name>ClipEditor</name>
        <message>
            <source>Where the clip begins</source>
            <translation>Wo der Ausschnitt beginnt</translation>
        </message>
        <message>
            <source>Beginning of the clip, seconds</source>
            <translation>Beginn des Ausschnitts, Sekunden</translation>
        </message>
        <message>
            <source>Length of the clip, seconds</source>
            <translation>Länge des Ausschnitts, Sekunden</translation>
        </message>
        <message>
            <source>what is said and written counts too</source>
            <translation>was gesagt und geschrieben wird, zählt auch</translation>
        </message>
        <message>
            <source>Search for the texts of the clip as well as for its looks</source>
            <translation>Nach den Texten des Ausschnitts ebenso suchen wie nach seinem Aussehen</translation>
        </message>
        <message>
            <source>File …</source>
            <translation>Datei …</translation>
        </message>
        <message>
            <source>Take a clip from a video file</source>
            <translation>Einen Ausschnitt aus einer Videodatei nehmen</translation>
        </message>
        <message>
            <source>Selected</source>
            <translation>Gewähltes</translation>
        </message>
        <message>
            <source>Take the selected video or shot from its beginning</source>
            <translation>Das gewählte Video oder die gewählte Szene von Anfang an nehmen</translation>
        </message>
        <message>
            <source>from</source>
            <translation>ab</translation>
        </message>
        <message>
            <source>for</source>
            <translation>für</translation>
        </message>
        <message>
            <source> s</source>
            <translation> s</translation>
        </message>
        <message>
            <source>Choose a file, select a video, or press E in the player.</source>
            <translation>Wählen Sie eine Datei oder ein Video, oder drücken Sie E im Abspieler.</translation>
        </message>
        <message>
            <source>Select a video or one of its shots first.</source>
            <translation>Wählen Sie zuerst ein Video oder eine seiner Szenen.</translation>
        </message>
        <message>
            <source>The selected item is no video.</source>
            <translation>Der gewählte Eintrag ist kein Video.</translation>
        </message>
        <message>
            <source>Search by a clip</source>
            <translation>Mit einem Ausschnitt suchen</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
    </context>
    <context>
        <name>ClockDialog</name>
        <message>
            <source>Correct a clock</source>
            <translation>Eine Uhr berichtigen</translation>
        </message>
        <message>
            <source>its time now: %s</source>
            <translation>ihre Zeit jetzt: %s</translation>
        </message>
        <message>
            <source>photos without a camera ({source})</source>
            <translation>Fotos ohne Kamera ({source})</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n Eintrag</numerusform>
                <numerusform>%n Einträge</numerusform>
            </translation>
        </message>
        <message>
            <source>No item has a time that a camera wrote.</source>
            <translation>Kein Eintrag hat eine Zeit, die eine Kamera geschrieben hat.</translation>
        </message>
        <message>
            <source>Comparing …</source>
            <translation>Vergleiche …</translation>
        </message>
        <message>
            <source>{photos} photos then lie {after} off the track instead of {before}.</source>
            <translation>{photos} Fotos liegen dann {after} neben der Spur statt {before}.</translation>
        </message>
        <message>
            <source>Write the correction as +0:07:00 or −1:00:00.</source>
            <translation>Schreiben Sie die Berichtigung wie +0:07:00 oder −1:00:00.</translation>
        </message>
        <message>
            <source>Nothing moves: this is the correction in effect.</source>
            <translation>Nichts verschiebt sich: Diese Berichtigung gilt schon.</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) move by {shift}.</source>
            <translation>
                <numerusform>%n Eintrag verschiebt sich um {shift}.</numerusform>
                <numerusform>%n Einträge verschieben sich um {shift}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them come(s) to another day.</source>
            <translation>
                <numerusform>%n davon kommt auf einen anderen Tag.</numerusform>
                <numerusform>%n davon kommen auf einen anderen Tag.</numerusform>
            </translation>
        </message>
        <message>
            <source>Camera</source>
            <translation>Kamera</translation>
        </message>
        <message>
            <source>Correction</source>
            <translation>Berichtigung</translation>
        </message>
        <message>
            <source>Hours, minutes and seconds that are added: +0:07:00, −1:00:00, or 90 for seconds</source>
            <translation>Stunden, Minuten und Sekunden, die dazukommen: +0:07:00, −1:00:00 oder 90 für Sekunden</translation>
        </message>
        <message>
            <source>True time of this photo</source>
            <translation>Wahre Zeit dieses Fotos</translation>
        </message>
        <message>
            <source>What a right clock showed when this photo was taken, such as one in the photo</source>
            <translation>Was eine richtige Uhr zeigte, als dieses Foto entstand, etwa eine auf dem Foto</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>Verwenden</translation>
        </message>
        <message>
            <source>Correct the clock by the time of this photo</source>
            <translation>Die Uhr nach der Zeit dieses Fotos berichtigen</translation>
        </message>
        <message>
            <source>Compare with the track</source>
            <translation>Mit der Spur vergleichen</translation>
        </message>
        <message>
            <source>Find the correction under which photos lie where the track was at their time</source>
            <translation>Die Berichtigung finden, bei der Fotos dort liegen, wo die Spur zu ihrer Zeit war</translation>
        </message>
        <message>
            <source>What would change</source>
            <translation>Was sich ändern würde</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>Berichtigen</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Dazu</translation>
        </message>
        <message>
            <source>Select a photo to go by its time.</source>
            <translation>Wählen Sie ein Foto, um nach seiner Zeit zu gehen.</translation>
        </message>
    </context>
    <context>
        <name>ClusterPage</name>
        <message>
            <source>Back to all clusters (Alt+Left, Esc)</source>
            <translation>Zurück zu allen Gruppen (Alt+Links, Esc)</translation>
        </message>
        <message>
            <source>No other cluster is like this one</source>
            <translation>Keine andere Gruppe ist dieser ähnlich</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>Zusammenfassung</translation>
        </message>
        <message>
            <source>Heaviest nodes</source>
            <translation>Schwerste Knoten</translation>
        </message>
        <message>
            <source>Nodes of the cluster</source>
            <translation>Knoten der Gruppe</translation>
        </message>
        <message>
            <source>Items of the cluster</source>
            <translation>Einträge der Gruppe</translation>
        </message>
        <message>
            <source>Mark items or put them on lists: what goes with them is recommended here</source>
            <translation>Markieren Sie Einträge oder setzen Sie sie auf Listen: Was zu ihnen passt, wird hier empfohlen</translation>
        </message>
        <message>
            <source>Why it is recommended</source>
            <translation>Warum es empfohlen wird</translation>
        </message>
        <message>
            <source>Similar:</source>
            <translation>Ähnlich:</translation>
        </message>
        <message>
            <source>Recommended:</source>
            <translation>Empfohlen:</translation>
        </message>
        <message>
            <source>Look into “%s”</source>
            <translation>In „%s“ hineinsehen</translation>
        </message>
        <message>
            <source>{count} nodes</source>
            <translation>{count} Knoten</translation>
        </message>
        <message>
            <source>{count} items</source>
            <translation>{count} Einträge</translation>
        </message>
        <message>
            <source>mostly {badge}</source>
            <translation>meist {badge}</translation>
        </message>
        <message>
            <source>one item</source>
            <translation>ein Eintrag</translation>
        </message>
        <message>
            <source>%s items</source>
            <translation>%s Einträge</translation>
        </message>
        <message>
            <source>Move “%s”</source>
            <translation>„%s“ verschieben</translation>
        </message>
    </context>
    <context>
        <name>CollectionPage</name>
        <message>
            <source>Looking at its pictures …</source>
            <translation>Sieht sich die Bilder an …</translation>
        </message>
        <message>
            <source>Explain a collection</source>
            <translation>Eine Zusammenstellung erklären</translation>
        </message>
        <message>
            <source>What makes this collection?</source>
            <translation>Was macht diese Zusammenstellung aus?</translation>
        </message>
        <message>
            <source>Choose a selection, a bucket, a cluster or a classifier: its pictures are compared with the rest of the library, and the regions that make them belong are shown.</source>
            <translation>Wählen Sie eine Auswahl, eine Sammlung, eine Gruppe oder einen Klassifikator: Die Bilder werden mit dem Rest der Bibliothek verglichen, und die Regionen, durch die sie dazugehören, werden gezeigt.</translation>
        </message>
        <message>
            <source>Explain</source>
            <translation>Erklären</translation>
        </message>
        <message>
            <source>%s items</source>
            <translation>%s Einträge</translation>
        </message>
        <message>
            <source>Collection that is explained</source>
            <translation>Zusammenstellung, die erklärt wird</translation>
        </message>
        <message>
            <source>Learn what its pictures have in common</source>
            <translation>Lernen, was ihre Bilder gemeinsam haben</translation>
        </message>
        <message>
            <source>Where in the pictures it lies, on average</source>
            <translation>Wo in den Bildern es liegt, im Mittel</translation>
        </message>
        <message>
            <source>Pictures, the most typical first</source>
            <translation>Bilder, die typischsten zuerst</translation>
        </message>
        <message>
            <source>The strongest regions, cut out</source>
            <translation>Die stärksten Regionen, ausgeschnitten</translation>
        </message>
        <message>
            <source>Where it lies</source>
            <translation>Wo es liegt</translation>
        </message>
        <message>
            <source>What the network calls it</source>
            <translation>Wie das Netz es nennt</translation>
        </message>
        <message>
            <source>Pictures, the most typical first (Enter explains one)</source>
            <translation>Bilder, die typischsten zuerst (Eingabe erklärt eines)</translation>
        </message>
        <message>
            <source>The regions that make them belong</source>
            <translation>Die Regionen, durch die sie dazugehören</translation>
        </message>
        <message>
            <source>Selection</source>
            <translation>Auswahl</translation>
        </message>
        <message>
            <source>Results, or the cluster on view</source>
            <translation>Ergebnisse oder die gezeigte Gruppe</translation>
        </message>
        <message>
            <source>Bucket “%s”</source>
            <translation>Sammlung „%s“</translation>
        </message>
        <message>
            <source>Classifier “%s”</source>
            <translation>Klassifikator „%s“</translation>
        </message>
    </context>
    <context>
        <name>CommandPalette</name>
        <message>
            <source>Command palette</source>
            <translation>Befehlspalette</translation>
        </message>
        <message>
            <source>Type a command</source>
            <translation>Befehl eintippen</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>Befehle</translation>
        </message>
    </context>
    <context>
        <name>Compare</name>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
    </context>
    <context>
        <name>CompareBar</name>
        <message>
            <source>Comparison</source>
            <translation>Vergleich</translation>
        </message>
        <message>
            <source>Names …</source>
            <translation>Namen …</translation>
        </message>
        <message>
            <source>What both have, and only one of them</source>
            <translation>Was beide haben und was nur einer von ihnen</translation>
        </message>
        <message>
            <source>Show the other</source>
            <translation>Den anderen zeigen</translation>
        </message>
        <message>
            <source>Show the other graph instead</source>
            <translation>Stattdessen den anderen Graphen zeigen</translation>
        </message>
        <message>
            <source>End</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>End the comparison</source>
            <translation>Den Vergleich beenden</translation>
        </message>
        <message>
            <source>Compared with “{name}”: {likeness} % alike &amp;nbsp; {green}■&lt;/span&gt; both: {both} &amp;nbsp; {amber}■&lt;/span&gt; only here: {here} &amp;nbsp; only there: {there}</source>
            <translation>Verglichen mit „{name}“: zu {likeness} % ähnlich &amp;nbsp; {green}■&lt;/span&gt; beide: {both} &amp;nbsp; {amber}■&lt;/span&gt; nur hier: {here} &amp;nbsp; nur dort: {there}</translation>
        </message>
        <message>
            <source>Compared with “%s”</source>
            <translation>Verglichen mit „%s“</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>Beide</translation>
        </message>
        <message>
            <source>Only here</source>
            <translation>Nur hier</translation>
        </message>
        <message>
            <source>Only there</source>
            <translation>Nur dort</translation>
        </message>
    </context>
    <context>
        <name>CompareCell</name>
        <message>
            <source>Relevant (P)</source>
            <translation>Passt (P)</translation>
        </message>
        <message>
            <source>Not relevant (N)</source>
            <translation>Passt nicht (N)</translation>
        </message>
        <message>
            <source>Previous item here (Page Up)</source>
            <translation>Voriger Eintrag an dieser Stelle (Bild auf)</translation>
        </message>
        <message>
            <source>Next item here (Page Down)</source>
            <translation>Nächster Eintrag an dieser Stelle (Bild ab)</translation>
        </message>
        <message>
            <source>Leave out (Delete)</source>
            <translation>Weglassen (Entf)</translation>
        </message>
    </context>
    <context>
        <name>ComparePage</name>
        <message>
            <source>Add setting</source>
            <translation>Einstellung dazu</translation>
        </message>
        <message>
            <source>Compare one more setting</source>
            <translation>Eine weitere Einstellung vergleichen</translation>
        </message>
        <message>
            <source>users: </source>
            <translation>Nutzer: </translation>
        </message>
        <message>
            <source>Simulated users, each plays every task</source>
            <translation>Simulierte Nutzer; jeder spielt jede Aufgabe</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Let simulated users play the tasks with each setting</source>
            <translation>Simulierte Nutzer die Aufgaben mit jeder Einstellung spielen lassen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Stop playing</source>
            <translation>Das Spiel anhalten</translation>
        </message>
        <message>
            <source>What users reached with each setting</source>
            <translation>Was Nutzer mit jeder Einstellung erreicht haben</translation>
        </message>
        <message>
            <source>Best rank by time</source>
            <translation>Bester Rang nach Zeit</translation>
        </message>
        <message>
            <source>Simulated users type the hints, look through pages, give feedback and submit. All settings meet the same users and tasks: those that are chosen under Practice.</source>
            <translation>Simulierte Nutzer tippen die Hinweise ein, sehen Seiten durch, geben Rückmeldung und reichen ein. Alle Einstellungen haben dieselben Nutzer und Aufgaben: die unter „Üben“ gewählten.</translation>
        </message>
        <message>
            <source>Compare settings</source>
            <translation>Einstellungen vergleichen</translation>
        </message>
        <message>
            <source>There are no tasks.</source>
            <translation>Es gibt keine Aufgaben.</translation>
        </message>
        <message>
            <source>Comparing settings</source>
            <translation>Einstellungen werden verglichen</translation>
        </message>
        <message>
            <source>Setting</source>
            <translation>Einstellung</translation>
        </message>
        <message>
            <source>Solved</source>
            <translation>Gelöst</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>Punkte</translation>
        </message>
        <message>
            <source>Seconds</source>
            <translation>Sekunden</translation>
        </message>
        <message>
            <source>Actions</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>%d s</source>
            <translation>%d s</translation>
        </message>
        <message>
            <source>Best rank by</source>
            <translation>Bester Rang nach</translation>
        </message>
        <message>
            <source>{tasks} tasks, {users} users each.</source>
            <translation>{tasks} Aufgaben, je {users} Nutzer.</translation>
        </message>
        <message>
            <source>“{second}” against “{first}”: {gain} points ({low} to {high}).</source>
            <translation>„{second}“ gegen „{first}“: {gain} Punkte ({low} bis {high}).</translation>
        </message>
        <message>
            <source>“{second}” against “{first}”: {gain} points ({low} to {high}); may be chance.</source>
            <translation>„{second}“ gegen „{first}“: {gain} Punkte ({low} bis {high}); kann Zufall sein.</translation>
        </message>
    </context>
    <context>
        <name>CompareView</name>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Only differences (D)</source>
            <translation>Nur Unterschiede (D)</translation>
        </message>
        <message>
            <source>Zoom out (-)</source>
            <translation>Verkleinern (-)</translation>
        </message>
        <message>
            <source>Zoom in (+)</source>
            <translation>Vergrößern (+)</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>Einpassen</translation>
        </message>
        <message>
            <source>Show all of the pictures (0)</source>
            <translation>Die ganzen Bilder zeigen (0)</translation>
        </message>
        <message>
            <source>Original size (1)</source>
            <translation>Originalgröße (1)</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>Schließen (Esc)</translation>
        </message>
        <message>
            <source>There is no further item.</source>
            <translation>Es gibt keinen weiteren Eintrag.</translation>
        </message>
        <message>
            <source>Two items are the least to compare.</source>
            <translation>Zum Vergleichen braucht es mindestens zwei Einträge.</translation>
        </message>
    </context>
    <context>
        <name>ConceptCard</name>
        <message>
            <source>Map of {concept}</source>
            <translation>Karte von {concept}</translation>
        </message>
        <message>
            <source>Show the map of “{concept}” large</source>
            <translation>Die Karte von „{concept}“ groß zeigen</translation>
        </message>
        <message numerus="yes">
            <source>%n result(s) with this concept</source>
            <translation>
                <numerusform>%n Ergebnis mit diesem Begriff</numerusform>
                <numerusform>%n Ergebnisse mit diesem Begriff</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ConceptEditor</name>
        <message>
            <source>Chosen concepts</source>
            <translation>Gewählte Begriffe</translation>
        </message>
        <message>
            <source>Concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>dog, beach, car …</source>
            <translation>dog, beach, car …</translation>
        </message>
        <message>
            <source>any of them</source>
            <translation>einer davon</translation>
        </message>
        <message>
            <source>all of them</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>How many must be there</source>
            <translation>Wie viele da sein müssen</translation>
        </message>
        <message>
            <source>How sure the network must be</source>
            <translation>Wie sicher das Netz sein muss</translation>
        </message>
        <message>
            <source>How sure the network must be of each</source>
            <translation>Wie sicher das Netz bei jedem sein muss</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>Finden</translation>
        </message>
        <message>
            <source>sure ≥ %s</source>
            <translation>sicher ≥ %s</translation>
        </message>
        <message>
            <source>sure</source>
            <translation>sicher</translation>
        </message>
    </context>
    <context>
        <name>ConceptMapsView</name>
        <message>
            <source>All concepts (-, Backspace)</source>
            <translation>Alle Begriffe (-, Rücktaste)</translation>
        </message>
        <message>
            <source>Concept maps</source>
            <translation>Begriffskarten</translation>
        </message>
        <message>
            <source>No concepts</source>
            <translation>Keine Begriffe</translation>
        </message>
        <message>
            <source>Nothing was named in these pictures: import them with a network that names what it sees, or tag them.</source>
            <translation>In diesen Bildern wurde nichts benannt: Importieren Sie sie mit einem Netz, das benennt, was es sieht, oder geben Sie ihnen Schlagwörter.</translation>
        </message>
        <message numerus="yes">
            <source>%n concept(s), the most frequent first</source>
            <translation>
                <numerusform>%n Begriff, der häufigste zuerst</numerusform>
                <numerusform>%n Begriffe, die häufigsten zuerst</numerusform>
            </translation>
        </message>
        <message>
            <source>{concept}: {count} results</source>
            <translation>{concept}: {count} Ergebnisse</translation>
        </message>
        <message>
            <source>Show the map of a concept large</source>
            <translation>Die Karte eines Begriffs groß zeigen</translation>
        </message>
        <message>
            <source>All concepts</source>
            <translation>Alle Begriffe</translation>
        </message>
    </context>
    <context>
        <name>CondensedView</name>
        <message>
            <source>Back out (-, Backspace)</source>
            <translation>Zurück hinaus (-, Rücktaste)</translation>
        </message>
        <message>
            <source>The whole map (Home)</source>
            <translation>Die ganze Karte (Pos1)</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>Whole library</source>
            <translation>Ganze Bibliothek</translation>
        </message>
        <message>
            <source>What the map shows</source>
            <translation>Was die Karte zeigt</translation>
        </message>
        <message>
            <source>Best of each group</source>
            <translation>Bestes jeder Gruppe</translation>
        </message>
        <message>
            <source>Middle of each group</source>
            <translation>Mitte jeder Gruppe</translation>
        </message>
        <message>
            <source>Which image stands for its group</source>
            <translation>Welches Bild für seine Gruppe steht</translation>
        </message>
        <message>
            <source>Only results</source>
            <translation>Nur Ergebnisse</translation>
        </message>
        <message>
            <source>Zooming in shows results only; else neighbours from the whole library come in</source>
            <translation>Beim Vergrößern erscheinen nur Ergebnisse; sonst kommen Nachbarn aus der ganzen Bibliothek dazu</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>Karte</translation>
        </message>
        <message>
            <source>level {level} of {levels}</source>
            <translation>Ebene {level} von {levels}</translation>
        </message>
        <message numerus="yes">
            <source>Zoomed in %n time(s)</source>
            <translation>
                <numerusform>%n-mal vergrößert</numerusform>
                <numerusform>%n-mal vergrößert</numerusform>
            </translation>
        </message>
        <message>
            <source>Drag or use arrows at the edge to go on; wheel or + and - to zoom</source>
            <translation>Ziehen oder Pfeiltasten am Rand gehen weiter; Rad oder + und - vergrößern</translation>
        </message>
        <message>
            <source>{shown} images stand for {total} results</source>
            <translation>{shown} Bilder stehen für {total} Ergebnisse</translation>
        </message>
        <message>
            <source>map quality {quality:.2f}</source>
            <translation>Güte der Karte {quality:.2f}</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Vergrößern</translation>
        </message>
        <message>
            <source>Zoom in on the current image</source>
            <translation>Auf das aktuelle Bild vergrößern</translation>
        </message>
        <message>
            <source>Back out</source>
            <translation>Zurück hinaus</translation>
        </message>
        <message>
            <source>The whole map</source>
            <translation>Die ganze Karte</translation>
        </message>
        <message>
            <source>Half a map up or down</source>
            <translation>Eine halbe Karte auf oder ab</translation>
        </message>
    </context>
    <context>
        <name>ConditionRow</name>
        <message>
            <source>Time, place and activity</source>
            <translation>Zeit, Ort und Aktivität</translation>
        </message>
        <message>
            <source>+ when, where …</source>
            <translation>+ wann, wo …</translation>
        </message>
        <message>
            <source>Add a time, a place or an activity</source>
            <translation>Eine Zeit, einen Ort oder eine Aktivität hinzufügen</translation>
        </message>
        <message>
            <source>{passing} items pass; without it {without} would remain</source>
            <translation>{passing} Einträge passieren; ohne dies blieben {without}</translation>
        </message>
        <message>
            <source>Click: change. Cross or Delete: remove.</source>
            <translation>Klick: ändern. Kreuz oder Entf: entfernen.</translation>
        </message>
        <message>
            <source>Nothing is known that “%s” could be like. The cross takes it out.</source>
            <translation>Nichts Bekanntes ist „%s“ ähnlich. Das Kreuz nimmt es heraus.</translation>
        </message>
        <message>
            <source>Remove condition</source>
            <translation>Bedingung entfernen</translation>
        </message>
        <message>
            <source>Remove word</source>
            <translation>Wort entfernen</translation>
        </message>
        <message>
            <source>Change …</source>
            <translation>Ändern …</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Weigh condition</source>
            <translation>Bedingung gewichten</translation>
        </message>
        <message>
            <source>Change condition</source>
            <translation>Bedingung ändern</translation>
        </message>
        <message>
            <source>When, where or doing what:</source>
            <translation>Wann, wo oder wobei:</translation>
        </message>
        <message>
            <source>Add condition</source>
            <translation>Bedingung hinzufügen</translation>
        </message>
        <message>
            <source>When, where or doing what (“friday morning”, “at home”, “walking”):</source>
            <translation>Wann, wo oder wobei (auf Englisch: „friday morning“, „at home“, „walking“):</translation>
        </message>
    </context>
    <context>
        <name>Controls</name>
        <message>
            <source>Empty the box</source>
            <translation>Das Feld leeren</translation>
        </message>
    </context>
    <context>
        <name>CoreActions</name>
        <message>
            <source>&amp;New library …</source>
            <translation>&amp;Neue Bibliothek …</translation>
        </message>
        <message>
            <source>Make a library from folders of photos, videos, films</source>
            <translation>Eine Bibliothek aus Ordnern mit Fotos, Videos, Filmen anlegen</translation>
        </message>
        <message>
            <source>&amp;Open library …</source>
            <translation>Bibliothek ö&amp;ffnen …</translation>
        </message>
        <message>
            <source>Open the &amp;demo</source>
            <translation>&amp;Demo öffnen</translation>
        </message>
        <message>
            <source>&amp;Move library …</source>
            <translation>Bibliothek um&amp;ziehen …</translation>
        </message>
        <message>
            <source>Take catalogue and vectors to a server, or back to the folder</source>
            <translation>Katalog und Vektoren auf einen Server bringen, oder zurück in den Ordner</translation>
        </message>
        <message>
            <source>&amp;Close library</source>
            <translation>Bibliothek s&amp;chließen</translation>
        </message>
        <message>
            <source>&amp;Import …</source>
            <translation>&amp;Importieren …</translation>
        </message>
        <message>
            <source>Add photos, videos or film lists to this library</source>
            <translation>Dieser Bibliothek Fotos, Videos oder Filmlisten hinzufügen</translation>
        </message>
        <message>
            <source>&amp;Analyse what is new</source>
            <translation>Neues &amp;analysieren</translation>
        </message>
        <message>
            <source>Run the analyses that items lack, e.g. after new weights</source>
            <translation>Fehlende Analysen nachholen, etwa nach neuen Gewichten</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>&amp;Rückgängig</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>&amp;Wiederholen</translation>
        </message>
        <message>
            <source>&amp;Next hit</source>
            <translation>&amp;Nächster Treffer</translation>
        </message>
        <message>
            <source>Select the next hit of the panel with the keyboard</source>
            <translation>Den nächsten Treffer der Ansicht wählen, in der die Tastatur ist</translation>
        </message>
        <message>
            <source>&amp;Previous hit</source>
            <translation>&amp;Voriger Treffer</translation>
        </message>
        <message>
            <source>Select the hit before it</source>
            <translation>Den Treffer davor wählen</translation>
        </message>
        <message>
            <source>&amp;Settings …</source>
            <translation>&amp;Einstellungen …</translation>
        </message>
        <message>
            <source>&amp;Shortcuts …</source>
            <translation>&amp;Tastenkürzel …</translation>
        </message>
        <message>
            <source>&amp;Jobs</source>
            <translation>&amp;Aufgaben</translation>
        </message>
        <message>
            <source>&amp;History</source>
            <translation>&amp;Verlauf</translation>
        </message>
        <message>
            <source>&amp;Messages</source>
            <translation>&amp;Meldungen</translation>
        </message>
        <message>
            <source>&amp;Full screen</source>
            <translation>Voll&amp;bild</translation>
        </message>
        <message>
            <source>Reset the &amp;layout</source>
            <translation>An&amp;ordnung zurücksetzen</translation>
        </message>
        <message>
            <source>Theme of the desktop</source>
            <translation>Farben der Arbeitsumgebung</translation>
        </message>
        <message>
            <source>Light theme</source>
            <translation>Helle Farben</translation>
        </message>
        <message>
            <source>Dark theme</source>
            <translation>Dunkle Farben</translation>
        </message>
        <message>
            <source>&amp;Command palette</source>
            <translation>&amp;Befehlspalette</translation>
        </message>
        <message>
            <source>Chec&amp;k the library</source>
            <translation>Bibliothek &amp;prüfen</translation>
        </message>
        <message>
            <source>&amp;Networks …</source>
            <translation>&amp;Netze …</translation>
        </message>
        <message>
            <source>What each network adds; add weights or download them</source>
            <translation>Was jedes Netz hinzufügt; Gewichte hinzufügen oder herunterladen</translation>
        </message>
        <message>
            <source>&amp;Help on this panel</source>
            <translation>&amp;Hilfe zu dieser Ansicht</translation>
        </message>
        <message>
            <source>What it is for, what to do, what its numbers mean</source>
            <translation>Wozu sie da ist, was zu tun ist, was ihre Zahlen bedeuten</translation>
        </message>
        <message>
            <source>&amp;Tour</source>
            <translation>&amp;Rundgang</translation>
        </message>
        <message>
            <source>Eleven short steps; goes on where it was left</source>
            <translation>Elf kurze Schritte; geht weiter, wo er verlassen wurde</translation>
        </message>
        <message>
            <source>&amp;Keyboard shortcuts</source>
            <translation>&amp;Tastenkürzel</translation>
        </message>
        <message>
            <source>Copy &amp;report</source>
            <translation>&amp;Bericht kopieren</translation>
        </message>
        <message>
            <source>Versions and the end of the log, to describe a problem</source>
            <translation>Versionen und das Ende des Protokolls, um ein Problem zu beschreiben</translation>
        </message>
        <message>
            <source>Show the &amp;log file</source>
            <translation>&amp;Protokolldatei zeigen</translation>
        </message>
        <message>
            <source>&amp;About Kinora</source>
            <translation>Ü&amp;ber Kinora</translation>
        </message>
        <message>
            <source>&amp;Share …</source>
            <translation>Te&amp;ilen …</translation>
        </message>
        <message>
            <source>Choose which of your marks and lists all may change</source>
            <translation>Wählen, welche Ihrer Marken und Listen alle ändern dürfen</translation>
        </message>
        <message>
            <source>&amp;Presentation</source>
            <translation>&amp;Präsentation</translation>
        </message>
        <message>
            <source>The wall fills the screen and drifts by itself</source>
            <translation>Die Wand füllt den Bildschirm und treibt von selbst</translation>
        </message>
        <message>
            <source>&amp;Fewer controls</source>
            <translation>&amp;Weniger Bedienelemente</translation>
        </message>
        <message>
            <source>The search box, the filters and the wall; all else stays in the menus</source>
            <translation>Das Suchfeld, die Filter und die Wand; alles andere bleibt in den Menüs</translation>
        </message>
        <message>
            <source>&amp;Measure this collection …</source>
            <translation>Diesen Bestand &amp;messen …</translation>
        </message>
        <message>
            <source>A simulated user shows how quickly things are found</source>
            <translation>Ein simulierter Nutzer zeigt, wie schnell etwas gefunden wird</translation>
        </message>
        <message>
            <source>&amp;Wall study …</source>
            <translation>&amp;Wandstudie …</translation>
        </message>
        <message>
            <source>Compare arrangements of the wall with participants</source>
            <translation>Anordnungen der Wand mit Teilnehmern vergleichen</translation>
        </message>
    </context>
    <context>
        <name>Curves</name>
        <message>
            <source>Sensor curves of the day</source>
            <translation>Sensorkurven des Tages</translation>
        </message>
    </context>
    <context>
        <name>DayPage</name>
        <message>
            <source>Map of the day</source>
            <translation>Karte des Tages</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>Hinweise</translation>
        </message>
    </context>
    <context>
        <name>DayStrip</name>
        <message>
            <source>Time line of the day</source>
            <translation>Zeitleiste des Tages</translation>
        </message>
        <message>
            <source>Left and Right step through photos, with Ctrl through events; 0 shows all.</source>
            <translation>Links und Rechts gehen durch die Fotos, mit Strg durch die Ereignisse; 0 zeigt alles.</translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s)</source>
            <translation>
                <numerusform>%n Foto</numerusform>
                <numerusform>%n Fotos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Days</name>
        <message>
            <source>on foot</source>
            <translation>zu Fuß</translation>
        </message>
        <message>
            <source>by bicycle</source>
            <translation>mit dem Rad</translation>
        </message>
        <message>
            <source>by car</source>
            <translation>mit dem Auto</translation>
        </message>
        <message>
            <source>by train</source>
            <translation>mit der Bahn</translation>
        </message>
        <message>
            <source>by plane</source>
            <translation>mit dem Flugzeug</translation>
        </message>
        <message>
            <source>on the way</source>
            <translation>unterwegs</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>Sonstiges</translation>
        </message>
        <message>
            <source>No photo or video here tells when it was taken.</source>
            <translation>Kein Foto oder Video hier sagt, wann es entstand.</translation>
        </message>
        <message>
            <source>No positions: import a GPS track (GPX) or photos with positions to see stays and trips.</source>
            <translation>Keine Positionen: Importieren Sie eine GPS-Spur (GPX) oder Fotos mit Positionen, um Aufenthalte und Fahrten zu sehen.</translation>
        </message>
        <message>
            <source>No sensor values: import a CSV of heart rate, steps or the like.</source>
            <translation>Keine Sensorwerte: Importieren Sie eine CSV-Datei mit Puls, Schritten oder Ähnlichem.</translation>
        </message>
        <message>
            <source>The track and the positions of the photos agree: the clock seems right.</source>
            <translation>Die Spur und die Positionen der Fotos stimmen überein: Die Uhr scheint richtig zu gehen.</translation>
        </message>
        <message>
            <source>The photos of this camera have no positions of their own: type the true time of one photo.</source>
            <translation>Die Fotos dieser Kamera haben keine eigenen Positionen: Tippen Sie die wahre Zeit eines Fotos.</translation>
        </message>
        <message>
            <source>There is no track to compare with: type the true time of one photo.</source>
            <translation>Es gibt keine Spur zum Vergleichen: Tippen Sie die wahre Zeit eines Fotos.</translation>
        </message>
        <message>
            <source>{days} days</source>
            <translation>{days} Tage</translation>
        </message>
        <message>
            <source>No days yet</source>
            <translation>Noch keine Tage</translation>
        </message>
        <message>
            <source>Days are made of photos and videos that tell when they were taken, of GPS tracks (GPX), and of tables (CSV) of heart rate, steps or activities. Import some.</source>
            <translation>Tage entstehen aus Fotos und Videos, die sagen, wann sie entstanden, aus GPS-Spuren (GPX) und aus Tabellen (CSV) mit Puls, Schritten oder Aktivitäten. Importieren Sie welche.</translation>
        </message>
        <message>
            <source>No places yet</source>
            <translation>Noch keine Orte</translation>
        </message>
        <message>
            <source>Places are found where you stayed for a while: import a GPS track (GPX), or photos with positions.</source>
            <translation>Orte werden gefunden, wo Sie eine Weile waren: Importieren Sie eine GPS-Spur (GPX) oder Fotos mit Positionen.</translation>
        </message>
        <message>
            <source>Nothing to map</source>
            <translation>Nichts für eine Karte</translation>
        </message>
        <message>
            <source>No photo here has a position, and no track tells where it was taken.</source>
            <translation>Kein Foto hier hat eine Position, und keine Spur sagt, wo es entstand.</translation>
        </message>
        <message>
            <source>Home</source>
            <translation>Zuhause</translation>
        </message>
        <message>
            <source>Work</source>
            <translation>Arbeit</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
    </context>
    <context>
        <name>DaysHead</name>
        <message>
            <source>Day before (Page Up)</source>
            <translation>Tag davor (Bild auf)</translation>
        </message>
        <message>
            <source>Day after (Page Down)</source>
            <translation>Tag danach (Bild ab)</translation>
        </message>
        <message>
            <source>Day on show</source>
            <translation>Gezeigter Tag</translation>
        </message>
        <message>
            <source>Short gaps</source>
            <translation>Kurze Lücken</translation>
        </message>
        <message>
            <source>Make stretches without photos short (G)</source>
            <translation>Strecken ohne Fotos kurz machen (G)</translation>
        </message>
        <message>
            <source>Box instead of lasso</source>
            <translation>Rahmen statt Lasso</translation>
        </message>
        <message>
            <source>Draw boxes instead of a free line (B)</source>
            <translation>Rahmen ziehen statt einer freien Linie (B)</translation>
        </message>
        <message>
            <source>Correct a clock …</source>
            <translation>Eine Uhr berichtigen …</translation>
        </message>
        <message>
            <source>Correct the clock of a camera, for all its photos</source>
            <translation>Die Uhr einer Kamera berichtigen, für alle ihre Fotos</translation>
        </message>
        <message>
            <source>Find stays and events</source>
            <translation>Aufenthalte und Ereignisse finden</translation>
        </message>
        <message>
            <source>Look for stays, trips and events again, with what is new</source>
            <translation>Noch einmal nach Aufenthalten, Fahrten und Ereignissen suchen, mit dem, was neu ist</translation>
        </message>
        <message>
            <source>More …</source>
            <translation>Mehr …</translation>
        </message>
        <message>
            <source>Gaps, boxes, clocks, stays and events</source>
            <translation>Lücken, Rahmen, Uhren, Aufenthalte und Ereignisse</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>Tag</translation>
        </message>
        <message>
            <source>One day in all its parts (D)</source>
            <translation>Ein Tag mit allem, was dazugehört (D)</translation>
        </message>
        <message>
            <source>Calendar</source>
            <translation>Kalender</translation>
        </message>
        <message>
            <source>All days, as full as they are (C)</source>
            <translation>Alle Tage, so voll wie sie sind (C)</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>Karte</translation>
        </message>
        <message>
            <source>All photos where they were taken (M)</source>
            <translation>Alle Fotos dort, wo sie entstanden (M)</translation>
        </message>
        <message>
            <source>Places</source>
            <translation>Orte</translation>
        </message>
        <message>
            <source>Where you were, and what it is called (P)</source>
            <translation>Wo Sie waren und wie es heißt (P)</translation>
        </message>
    </context>
    <context>
        <name>DaysPanel</name>
        <message>
            <source>Days</source>
            <translation>Tage</translation>
        </message>
        <message>
            <source>Reading the days …</source>
            <translation>Liest die Tage …</translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) with something</source>
            <translation>
                <numerusform>%n Tag mit Inhalt</numerusform>
                <numerusform>%n Tage mit Inhalt</numerusform>
            </translation>
        </message>
        <message>
            <source>Draw around photos to select them</source>
            <translation>Umfahren Sie Fotos, um sie zu wählen</translation>
        </message>
        <message numerus="yes">
            <source>%n place(s)</source>
            <translation>
                <numerusform>%n Ort</numerusform>
                <numerusform>%n Orte</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s)</source>
            <translation>
                <numerusform>%n Foto</numerusform>
                <numerusform>%n Fotos</numerusform>
            </translation>
        </message>
        <message>
            <source>{stays} stays at {places} places, {trips} trips, {events} events</source>
            <translation>{stays} Aufenthalte an {places} Orten, {trips} Fahrten, {events} Ereignisse</translation>
        </message>
        <message>
            <source>This item does not tell when it was taken.</source>
            <translation>Dieser Eintrag sagt nicht, wann er entstand.</translation>
        </message>
        <message>
            <source>No photo lies there: draw around some.</source>
            <translation>Dort liegt kein Foto: Umfahren Sie welche.</translation>
        </message>
        <message>
            <source>Show that day</source>
            <translation>Diesen Tag zeigen</translation>
        </message>
        <message>
            <source>Show the day of the current item in the days panel</source>
            <translation>Den Tag des aktuellen Eintrags in der Ansicht „Tage“ zeigen</translation>
        </message>
    </context>
    <context>
        <name>DaysSession</name>
        <message>
            <source>Finding stays and events</source>
            <translation>Findet Aufenthalte und Ereignisse</translation>
        </message>
    </context>
    <context>
        <name>DetailsPanel</name>
        <message>
            <source>Click to open it large; Shift and drag takes a part of it, to drag elsewhere</source>
            <translation>Klick öffnet es groß; Umschalt und Ziehen nimmt einen Teil davon, um ihn anderswohin zu ziehen</translation>
        </message>
        <message>
            <source>Boxes</source>
            <translation>Rahmen</translation>
        </message>
        <message>
            <source>Show the objects that were found</source>
            <translation>Gefundene Objekte zeigen</translation>
        </message>
        <message>
            <source>Shots</source>
            <translation>Szenen</translation>
        </message>
        <message>
            <source>Shots of the video</source>
            <translation>Szenen des Videos</translation>
        </message>
        <message>
            <source>Similar</source>
            <translation>Ähnliche</translation>
        </message>
        <message>
            <source>Similar items</source>
            <translation>Ähnliche Einträge</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Show large or play (Ctrl+Return)</source>
            <translation>Groß zeigen oder abspielen (Strg+Eingabe)</translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>Pfad kopieren</translation>
        </message>
        <message>
            <source>Copy path (Ctrl+Shift+C)</source>
            <translation>Pfad kopieren (Strg+Umschalt+C)</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>Show in file manager (Ctrl+Shift+R)</source>
            <translation>Im Dateimanager zeigen (Strg+Umschalt+R)</translation>
        </message>
        <message>
            <source>Details of the item</source>
            <translation>Einzelheiten des Eintrags</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Details</translation>
        </message>
        <message>
            <source>Nothing is selected</source>
            <translation>Nichts ist gewählt</translation>
        </message>
        <message>
            <source>Select an item on the wall or in a list to see what is known of it.</source>
            <translation>Wählen Sie einen Eintrag auf der Wand oder in einer Liste, um zu sehen, was bekannt ist.</translation>
        </message>
        <message>
            <source>Show an example</source>
            <translation>Ein Beispiel zeigen</translation>
        </message>
        <message>
            <source>Thumbnail only: %s</source>
            <translation>Nur Vorschaubild: %s</translation>
        </message>
        <message>
            <source>Read-only: %s</source>
            <translation>Nur lesbar: %s</translation>
        </message>
        <message>
            <source>%s items</source>
            <translation>%s Einträge</translation>
        </message>
        <message>
            <source>Years</source>
            <translation>Jahre</translation>
        </message>
    </context>
    <context>
        <name>Dialogs</name>
        <message>
            <source>The language changes at the next start.</source>
            <translation>Die Sprache wechselt beim nächsten Start.</translation>
        </message>
        <message>
            <source>The report is in the clipboard. Read it before you pass it on.</source>
            <translation>Der Bericht ist in der Zwischenablage. Lesen Sie ihn, bevor Sie ihn weitergeben.</translation>
        </message>
        <message>
            <source>The log file is {path}</source>
            <translation>Die Protokolldatei ist {path}</translation>
        </message>
        <message>
            <source>About Kinora</source>
            <translation>Über Kinora</translation>
        </message>
        <message>
            <source>Kinora {version}</source>
            <translation>Kinora {version}</translation>
        </message>
        <message>
            <source>Explore large collections of photos, videos, films and lifelogs, offline, on your own machine.

Licence: Apache 2.0. Built with Qt, NumPy, FAISS and PyTorch.</source>
            <translation>Große Sammlungen von Fotos, Videos, Filmen und Lebenstagebüchern erkunden, ohne Netz, auf dem eigenen Rechner.

Lizenz: Apache 2.0. Gebaut mit Qt, NumPy, FAISS und PyTorch.</translation>
        </message>
    </context>
    <context>
        <name>Dictation</name>
        <message>
            <source>Dictate: speak, a second click ends it (Alt+Shift+D)</source>
            <translation>Diktieren: Sprechen Sie, ein zweiter Klick beendet es (Alt+Umschalt+D)</translation>
        </message>
        <message>
            <source>Dictation needs an analyser: name its file in the settings, or install a package that brings one.</source>
            <translation>Diktieren braucht einen Analysator: Nennen Sie seine Datei in den Einstellungen, oder installieren Sie ein Paket, das einen mitbringt.</translation>
        </message>
        <message>
            <source>Dictate</source>
            <translation>Diktieren</translation>
        </message>
        <message>
            <source>Listening …</source>
            <translation>Hört zu …</translation>
        </message>
        <message>
            <source>Listening … %s s</source>
            <translation>Hört zu … %s s</translation>
        </message>
        <message>
            <source>Nothing was understood.</source>
            <translation>Nichts wurde verstanden.</translation>
        </message>
    </context>
    <context>
        <name>DockTabs</name>
        <message>
            <source>Panels of this side</source>
            <translation>Ansichten dieser Seite</translation>
        </message>
    </context>
    <context>
        <name>DockTitle</name>
        <message>
            <source>Hide “{panel}”</source>
            <translation>„{panel}“ verbergen</translation>
        </message>
    </context>
    <context>
        <name>DrawBar</name>
        <message>
            <source>Width of the pen ([ and ])</source>
            <translation>Breite des Stifts ([ und ])</translation>
        </message>
        <message>
            <source>Draw both sides at once, about the middle of the body (M)</source>
            <translation>Beide Seiten zugleich zeichnen, um die Mitte des Körpers (M)</translation>
        </message>
        <message>
            <source>Show the contours of the body below the drawing (G)</source>
            <translation>Die Umrisse des Körpers unter der Zeichnung zeigen (G)</translation>
        </message>
        <message>
            <source>Show the joints over the drawing (J)</source>
            <translation>Die Gelenke über der Zeichnung zeigen (J)</translation>
        </message>
        <message>
            <source>How the pen and the page look</source>
            <translation>Wie Stift und Blatt aussehen</translation>
        </message>
        <message>
            <source>How much trembling is smoothed away</source>
            <translation>Wie viel Zittern weggeglättet wird</translation>
        </message>
        <message>
            <source>Strength of the body's contours</source>
            <translation>Stärke der Umrisse des Körpers</translation>
        </message>
        <message>
            <source>Opacity of the picture below the drawing</source>
            <translation>Deckkraft des Bildes unter der Zeichnung</translation>
        </message>
        <message>
            <source>Smoothing, strength of contours, opacity of the picture (O)</source>
            <translation>Glättung, Stärke der Umrisse, Deckkraft des Bildes (O)</translation>
        </message>
        <message>
            <source>A picture to draw over (U)</source>
            <translation>Ein Bild zum Abpausen (U)</translation>
        </message>
        <message>
            <source>Move and resize the picture</source>
            <translation>Das Bild verschieben und in der Größe ändern</translation>
        </message>
        <message>
            <source>Zoom of the page: Ctrl+wheel, Ctrl++ and Ctrl+−; Ctrl+0 fits it</source>
            <translation>Vergrößerung des Blattes: Strg+Rad, Strg++ und Strg+−; Strg+0 passt es ein</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Glättung</translation>
        </message>
        <message>
            <source>Body's contours</source>
            <translation>Umrisse des Körpers</translation>
        </message>
        <message>
            <source>Picture below</source>
            <translation>Bild darunter</translation>
        </message>
        <message>
            <source>From a file …</source>
            <translation>Aus einer Datei …</translation>
        </message>
        <message>
            <source>From the clipboard	Ctrl+V</source>
            <translation>Aus der Zwischenablage	Strg+V</translation>
        </message>
        <message>
            <source>The selected item</source>
            <translation>Der gewählte Eintrag</translation>
        </message>
        <message>
            <source>Remove the picture</source>
            <translation>Das Bild entfernen</translation>
        </message>
        <message>
            <source>Zoom in	Ctrl++</source>
            <translation>Vergrößern	Strg++</translation>
        </message>
        <message>
            <source>Zoom out	Ctrl+−</source>
            <translation>Verkleinern	Strg+−</translation>
        </message>
        <message>
            <source>Fit	Ctrl+0</source>
            <translation>Einpassen	Strg+0</translation>
        </message>
        <message>
            <source>Pen (P)</source>
            <translation>Stift (P)</translation>
        </message>
        <message>
            <source>Eraser of whole strokes (E)</source>
            <translation>Radierer ganzer Striche (E)</translation>
        </message>
        <message>
            <source>Eraser of parts of strokes (Shift+E)</source>
            <translation>Radierer von Teilen eines Strichs (Umschalt+E)</translation>
        </message>
        <message>
            <source>Move the page (H, or Space held)</source>
            <translation>Das Blatt verschieben (H, oder Leertaste gehalten)</translation>
        </message>
        <message>
            <source>Choose and drag joints of the body (V)</source>
            <translation>Gelenke des Körpers wählen und ziehen (V)</translation>
        </message>
    </context>
    <context>
        <name>DropHint</name>
        <message>
            <source>Drop to import</source>
            <translation>Zum Importieren loslassen</translation>
        </message>
    </context>
    <context>
        <name>EditCard</name>
        <message>
            <source>Weight</source>
            <translation>Gewicht</translation>
        </message>
        <message>
            <source>How much it counts beside the others (+ and − on the chip)</source>
            <translation>Wie viel es neben den anderen zählt (+ und − auf dem Baustein)</translation>
        </message>
        <message>
            <source>on</source>
            <translation>an</translation>
        </message>
        <message>
            <source>Switched off it stays in the query and does not count (Space)</source>
            <translation>Ausgeschaltet bleibt es in der Anfrage und zählt nicht (Leertaste)</translation>
        </message>
        <message>
            <source>must</source>
            <translation>muss</translation>
        </message>
        <message>
            <source>Only what this part found is shown (M)</source>
            <translation>Nur was dieser Teil gefunden hat, wird gezeigt (M)</translation>
        </message>
        <message>
            <source>Remove this part (Delete)</source>
            <translation>Diesen Teil entfernen (Entf)</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>Schließen (Esc)</translation>
        </message>
    </context>
    <context>
        <name>EditableGraph</name>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Graph of the query</source>
            <translation>Graph der Anfrage</translation>
        </message>
        <message>
            <source>must be there</source>
            <translation>muss da sein</translation>
        </message>
        <message>
            <source>must not be there</source>
            <translation>darf nicht da sein</translation>
        </message>
        <message>
            <source>image region</source>
            <translation>Bildregion</translation>
        </message>
        <message>
            <source>I: who wears the camera; never visible, counts in relations only</source>
            <translation>Ich: wer die Kamera trägt; nie zu sehen, zählt nur in Beziehungen</translation>
        </message>
        <message>
            <source>Add object</source>
            <translation>Objekt hinzufügen</translation>
        </message>
        <message>
            <source>Rename object</source>
            <translation>Objekt umbenennen</translation>
        </message>
        <message>
            <source>Rename relation</source>
            <translation>Beziehung umbenennen</translation>
        </message>
        <message>
            <source>Add relation</source>
            <translation>Beziehung hinzufügen</translation>
        </message>
        <message>
            <source>Remove object</source>
            <translation>Objekt entfernen</translation>
        </message>
        <message>
            <source>Remove relation</source>
            <translation>Beziehung entfernen</translation>
        </message>
        <message>
            <source>Must be there</source>
            <translation>Muss da sein</translation>
        </message>
        <message>
            <source>Must not be there</source>
            <translation>Darf nicht da sein</translation>
        </message>
        <message>
            <source>Should be there</source>
            <translation>Sollte da sein</translation>
        </message>
        <message>
            <source>cup, mug (red)</source>
            <translation>cup, mug (red)</translation>
        </message>
    </context>
    <context>
        <name>EntryList</name>
        <message>
            <source>Send now</source>
            <translation>Jetzt senden</translation>
        </message>
        <message>
            <source>Send what is not sent, chosen ones or all of them</source>
            <translation>Senden, was nicht gesendet ist, Gewähltes oder alles</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Take chosen answers out of the queue (Delete)</source>
            <translation>Gewählte Antworten aus der Warteschlange nehmen (Entf)</translation>
        </message>
        <message>
            <source>Submissions</source>
            <translation>Einreichungen</translation>
        </message>
    </context>
    <context>
        <name>Evaluation</name>
        <message>
            <source>Already there: the server had this answer.</source>
            <translation>Schon da: Der Server hatte diese Antwort bereits.</translation>
        </message>
        <message>
            <source>The server does not answer; the answer is kept and can be sent later.</source>
            <translation>Der Server antwortet nicht; die Antwort ist aufbewahrt und lässt sich später senden.</translation>
        </message>
        <message>
            <source>The server did not answer in time; the answer may have arrived. Send it again only if it is not among the submissions there.</source>
            <translation>Der Server hat nicht rechtzeitig geantwortet; die Antwort kann angekommen sein. Senden Sie sie nur noch einmal, wenn sie dort nicht unter den Einreichungen ist.</translation>
        </message>
        <message>
            <source>The connection to “{host}” is not encrypted: others can read the password.</source>
            <translation>Die Verbindung zu „{host}“ ist unverschlüsselt: Andere können das Passwort lesen.</translation>
        </message>
        <message>
            <source>The server's clock is {seconds} s ahead of this machine's; times are corrected.</source>
            <translation>Die Uhr des Servers geht gegenüber der dieses Rechners {seconds} s vor; Zeiten sind berichtigt.</translation>
        </message>
        <message>
            <source>The server's clock is {seconds} s behind this machine's; times are corrected.</source>
            <translation>Die Uhr des Servers geht gegenüber der dieses Rechners {seconds} s nach; Zeiten sind berichtigt.</translation>
        </message>
        <message>
            <source>No task is running.</source>
            <translation>Keine Aufgabe läuft.</translation>
        </message>
        <message>
            <source>Logged in again: the server had forgotten the session.</source>
            <translation>Wieder angemeldet: Der Server hatte die Sitzung vergessen.</translation>
        </message>
        <message>
            <source>{count} tasks of “{name}” speak of what is not in this library, or have no judge here.</source>
            <translation>{count} Aufgaben von „{name}“ sprechen von etwas, das nicht in dieser Bibliothek ist, oder lassen sich hier nicht beurteilen.</translation>
        </message>
        <message>
            <source>“{name}” was left out: {why}.</source>
            <translation>„{name}“ wurde ausgelassen: {why}.</translation>
        </message>
        <message>
            <source>{count} items have too few words to be described and were passed over.</source>
            <translation>{count} Einträge haben zu wenige Wörter für eine Beschreibung und wurden übergangen.</translation>
        </message>
        <message>
            <source>Nothing is marked as relevant in “{name}”: mark what shall be found first.</source>
            <translation>In „{name}“ ist nichts als passend markiert: Markieren Sie zuerst, was gefunden werden soll.</translation>
        </message>
        <message>
            <source>Only {made} of {wanted} tasks could be made of this library.</source>
            <translation>Nur {made} von {wanted} Aufgaben ließen sich aus dieser Bibliothek machen.</translation>
        </message>
        <message>
            <source>Known item, shown</source>
            <translation>Bekanntes, gezeigt</translation>
        </message>
        <message>
            <source>Known item, described</source>
            <translation>Bekanntes, beschrieben</translation>
        </message>
        <message>
            <source>Find everything</source>
            <translation>Alles finden</translation>
        </message>
        <message>
            <source>By the older rule: %d of 100</source>
            <translation>Nach der älteren Regel: %d von 100</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>Richtig</translation>
        </message>
        <message>
            <source>Wrong</source>
            <translation>Falsch</translation>
        </message>
        <message>
            <source>Undecidable</source>
            <translation>Nicht entscheidbar</translation>
        </message>
        <message>
            <source>Waits for a judge</source>
            <translation>Wartet auf ein Urteil</translation>
        </message>
        <message>
            <source>skipped after %d s</source>
            <translation>nach %d s übersprungen</translation>
        </message>
        <message>
            <source>{score} points, {seconds} s, {right} right, {wrong} wrong</source>
            <translation>{score} Punkte, {seconds} s, {right} richtig, {wrong} falsch</translation>
        </message>
        <message>
            <source>Not sent yet</source>
            <translation>Noch nicht gesendet</translation>
        </message>
        <message>
            <source>May have arrived</source>
            <translation>Kann angekommen sein</translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation>Abgelehnt</translation>
        </message>
        <message>
            <source>Already there</source>
            <translation>Schon da</translation>
        </message>
    </context>
    <context>
        <name>EvaluationPanel</name>
        <message>
            <source>Pages of the evaluation</source>
            <translation>Seiten der Evaluation</translation>
        </message>
        <message>
            <source>The running task</source>
            <translation>Die laufende Aufgabe</translation>
        </message>
        <message>
            <source>Practice</source>
            <translation>Üben</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Evaluation</source>
            <translation>Evaluation</translation>
        </message>
        <message>
            <source>The address could not be kept: %s</source>
            <translation>Die Adresse konnte nicht aufbewahrt werden: %s</translation>
        </message>
        <message>
            <source>Submitted in this task</source>
            <translation>In dieser Aufgabe eingereicht</translation>
        </message>
        <message>
            <source>Nothing submitted yet</source>
            <translation>Noch nichts eingereicht</translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) not sent</source>
            <translation>
                <numerusform>%n Antwort nicht gesendet</numerusform>
                <numerusform>%n Antworten nicht gesendet</numerusform>
            </translation>
        </message>
        <message>
            <source>Submitted</source>
            <translation>Eingereicht</translation>
        </message>
        <message>
            <source>Takes part in an evaluation on a DRES server. Nothing is sent before you connect; the password stays in memory until you disconnect.</source>
            <translation>Nimmt an einer Evaluation auf einem DRES-Server teil. Vor dem Verbinden wird nichts gesendet; das Passwort bleibt im Arbeitsspeicher, bis Sie die Verbindung trennen.</translation>
        </message>
        <message>
            <source>Start: you are shown or told something, find it before the time is over.</source>
            <translation>Start: Ihnen wird etwas gezeigt oder gesagt; finden Sie es, bevor die Zeit um ist.</translation>
        </message>
        <message>
            <source>Tasks played so far</source>
            <translation>Bisher gespielte Aufgaben</translation>
        </message>
        <message>
            <source>Submit to the evaluation</source>
            <translation>Zur Evaluation einreichen</translation>
        </message>
        <message>
            <source>Next task of practice</source>
            <translation>Nächste Übungsaufgabe</translation>
        </message>
        <message>
            <source>Submit the selected items to the task that runs; it cannot be undone</source>
            <translation>Die gewählten Einträge zur laufenden Aufgabe einreichen; das lässt sich nicht rückgängig machen</translation>
        </message>
        <message>
            <source>Start the next task, or make some; one that runs is skipped</source>
            <translation>Die nächste Aufgabe beginnen, oder welche machen; eine laufende wird übersprungen</translation>
        </message>
    </context>
    <context>
        <name>EvaluationSession</name>
        <message>
            <source>Connecting to %s</source>
            <translation>Verbindung zu %s</translation>
        </message>
        <message>
            <source>Submitting</source>
            <translation>Einreichen</translation>
        </message>
        <message>
            <source>Making tasks</source>
            <translation>Aufgaben werden gemacht</translation>
        </message>
        <message>
            <source>The server answers again.</source>
            <translation>Der Server antwortet wieder.</translation>
        </message>
        <message>
            <source>Already submitted.</source>
            <translation>Schon eingereicht.</translation>
        </message>
        <message numerus="yes">
            <source>Correct: %n item(s)</source>
            <translation>
                <numerusform>Richtig: %n Eintrag</numerusform>
                <numerusform>Richtig: %n Einträge</numerusform>
            </translation>
        </message>
        <message>
            <source>{right} of {all} are correct</source>
            <translation>{right} von {all} sind richtig</translation>
        </message>
        <message numerus="yes">
            <source>Wrong: %n item(s)</source>
            <translation>
                <numerusform>Falsch: %n Eintrag</numerusform>
                <numerusform>Falsch: %n Einträge</numerusform>
            </translation>
        </message>
        <message>
            <source>There are no such tasks.</source>
            <translation>Solche Aufgaben gibt es nicht.</translation>
        </message>
    </context>
    <context>
        <name>ExampleEditor</name>
        <message>
            <source>The picture</source>
            <translation>Das Bild</translation>
        </message>
        <message>
            <source>Compare by</source>
            <translation>Vergleichen nach</translation>
        </message>
        <message>
            <source>Part …</source>
            <translation>Teil …</translation>
        </message>
        <message>
            <source>Only a part of the picture counts</source>
            <translation>Nur ein Teil des Bildes zählt</translation>
        </message>
        <message>
            <source>All of it</source>
            <translation>Alles</translation>
        </message>
        <message>
            <source>The whole picture counts</source>
            <translation>Das ganze Bild zählt</translation>
        </message>
        <message>
            <source>File …</source>
            <translation>Datei …</translation>
        </message>
        <message>
            <source>Take a picture from a file</source>
            <translation>Ein Bild aus einer Datei nehmen</translation>
        </message>
        <message>
            <source>Selected</source>
            <translation>Gewähltes</translation>
        </message>
        <message>
            <source>Take the selected item</source>
            <translation>Den gewählten Eintrag nehmen</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>The picture cannot be shown.</source>
            <translation>Das Bild kann nicht gezeigt werden.</translation>
        </message>
        <message>
            <source>Select an item first.</source>
            <translation>Wählen Sie zuerst einen Eintrag.</translation>
        </message>
        <message>
            <source>Search by a picture</source>
            <translation>Mit einem Bild suchen</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
    </context>
    <context>
        <name>ExplainHead</name>
        <message>
            <source>{name} – no weights</source>
            <translation>{name} – keine Gewichte</translation>
        </message>
        <message>
            <source>Its weights are not here. Tools ▸ Networks adds or downloads them.</source>
            <translation>Seine Gewichte sind nicht vorhanden. Extras ▸ Netze fügt sie hinzu oder lädt sie herunter.</translation>
        </message>
        <message>
            <source>Only asked, not looked into: methods without gradients.</source>
            <translation>Wird nur befragt, nicht angesehen: Methoden ohne Gradienten.</translation>
        </message>
        <message>
            <source>Knows likeness and sentences, no classes.</source>
            <translation>Kennt Ähnlichkeit und Sätze, keine Klassen.</translation>
        </message>
        <message>
            <source>%s classes</source>
            <translation>%s Klassen</translation>
        </message>
        <message>
            <source>What was explained before (Alt+Left)</source>
            <translation>Was davor erklärt wurde (Alt+Links)</translation>
        </message>
        <message>
            <source>What was explained after (Alt+Right)</source>
            <translation>Was danach erklärt wurde (Alt+Rechts)</translation>
        </message>
        <message>
            <source>Follow selection</source>
            <translation>Auswahl folgen</translation>
        </message>
        <message>
            <source>Explain what is selected anywhere (S)</source>
            <translation>Erklären, was irgendwo gewählt wird (S)</translation>
        </message>
        <message>
            <source>File …</source>
            <translation>Datei …</translation>
        </message>
        <message>
            <source>Explain a picture that is not in the library</source>
            <translation>Ein Bild erklären, das nicht in der Bibliothek ist</translation>
        </message>
        <message>
            <source>Network that is explained</source>
            <translation>Netz, das erklärt wird</translation>
        </message>
        <message>
            <source>Swipe</source>
            <translation>Wischen</translation>
        </message>
        <message>
            <source>Two maps over each other with a divider (W)</source>
            <translation>Zwei Wärmekarten übereinander mit einer Trennlinie (W)</translation>
        </message>
        <message>
            <source>Hide parts</source>
            <translation>Teile verdecken</translation>
        </message>
        <message>
            <source>Paint over the picture and watch the scores (H)</source>
            <translation>Über das Bild malen und die Werte beobachten (H)</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Prüfung</translation>
        </message>
        <message>
            <source>Shuffle what the network learned: a map that explains it must change (K)</source>
            <translation>Mischen, was das Netz gelernt hat: Eine Wärmekarte, die es erklärt, muss sich ändern (K)</translation>
        </message>
        <message>
            <source>Measures and options (O)</source>
            <translation>Maße und Einstellungen (O)</translation>
        </message>
        <message>
            <source>Working</source>
            <translation>Arbeitet</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stop what is being computed (Esc)</source>
            <translation>Anhalten, was berechnet wird (Esc)</translation>
        </message>
        <message>
            <source>Export …</source>
            <translation>Exportieren …</translation>
        </message>
        <message>
            <source>Write maps, measures and settings to a file (Ctrl+S)</source>
            <translation>Wärmekarten, Maße und Einstellungen in eine Datei schreiben (Strg+S)</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Picture (PNG)</source>
            <translation>Bild (PNG)</translation>
        </message>
        <message>
            <source>Drawing (SVG)</source>
            <translation>Zeichnung (SVG)</translation>
        </message>
        <message>
            <source>Arrays (NumPy)</source>
            <translation>Felder (NumPy)</translation>
        </message>
        <message>
            <source>Table of measures (CSV)</source>
            <translation>Tabelle der Maße (CSV)</translation>
        </message>
        <message>
            <source>Measures and settings (JSON)</source>
            <translation>Maße und Einstellungen (JSON)</translation>
        </message>
        <message>
            <source>Report (PDF)</source>
            <translation>Bericht (PDF)</translation>
        </message>
        <message>
            <source>Report (HTML)</source>
            <translation>Bericht (HTML)</translation>
        </message>
    </context>
    <context>
        <name>ExplainPanel</name>
        <message>
            <source>Pages of explanations</source>
            <translation>Seiten der Erklärungen</translation>
        </message>
        <message>
            <source>One picture</source>
            <translation>Ein Bild</translation>
        </message>
        <message>
            <source>Many pictures</source>
            <translation>Viele Bilder</translation>
        </message>
        <message>
            <source>Collections</source>
            <translation>Zusammenstellungen</translation>
        </message>
        <message>
            <source>Explain</source>
            <translation>Erklären</translation>
        </message>
        <message>
            <source>Do the maps follow what was learned?</source>
            <translation>Folgen die Wärmekarten dem, was gelernt wurde?</translation>
        </message>
        <message>
            <source>The network's parameters were shuffled from its last layer downward. A map that stays alike shows the picture, not what the network learned (Adebayo et al., 2018).</source>
            <translation>Die Parameter des Netzes wurden von der letzten Schicht abwärts gemischt. Eine Wärmekarte, die ähnlich bleibt, zeigt das Bild und nicht, was das Netz gelernt hat (Adebayo u. a. 2018).</translation>
        </message>
        <message>
            <source>Explain this</source>
            <translation>Dies erklären</translation>
        </message>
        <message>
            <source>Explain why it was found</source>
            <translation>Erklären, warum es gefunden wurde</translation>
        </message>
        <message>
            <source>Explain why it is suggested</source>
            <translation>Erklären, warum es vorgeschlagen wird</translation>
        </message>
        <message>
            <source>Show what a network's answer rests on in the current item</source>
            <translation>Zeigen, worauf die Antwort eines Netzes beim aktuellen Eintrag beruht</translation>
        </message>
        <message>
            <source>Show where the current item matches the sentence or the example</source>
            <translation>Zeigen, wo der aktuelle Eintrag zum Satz oder zum Beispiel passt</translation>
        </message>
        <message>
            <source>Show where the current item looks like what you marked as relevant</source>
            <translation>Zeigen, wo der aktuelle Eintrag dem gleicht, was Sie als passend markiert haben</translation>
        </message>
    </context>
    <context>
        <name>ExplainSession</name>
        <message>
            <source>Explain a picture</source>
            <translation>Ein Bild erklären</translation>
        </message>
        <message>
            <source>Check whether maps follow what the network learned</source>
            <translation>Prüfen, ob Wärmekarten dem folgen, was das Netz gelernt hat</translation>
        </message>
    </context>
    <context>
        <name>ExplainTexts</name>
        <message>
            <source>Average drop</source>
            <translation>Mittlerer Abfall</translation>
        </message>
        <message>
            <source>Increase</source>
            <translation>Anstieg</translation>
        </message>
        <message>
            <source>Confidence drop</source>
            <translation>Konfidenzabfall</translation>
        </message>
        <message>
            <source>Important area</source>
            <translation>Wichtige Fläche</translation>
        </message>
        <message>
            <source>Insertion</source>
            <translation>Einfügen</translation>
        </message>
        <message>
            <source>Deletion</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>ROAD</source>
            <translation>ROAD</translation>
        </message>
        <message>
            <source>Win</source>
            <translation>Sieg</translation>
        </message>
        <message>
            <source>Time (ms)</source>
            <translation>Zeit (ms)</translation>
        </message>
        <message>
            <source>Confidence lost when only what the map shows is kept. Low is better. Chattopadhyay et al., 2018.</source>
            <translation>Verlorene Konfidenz, wenn nur bleibt, was die Wärmekarte zeigt. Niedrig ist besser. Chattopadhyay u. a. 2018.</translation>
        </message>
        <message>
            <source>Whether the network is more confident when only what the map shows is kept. Yes is better. Chattopadhyay et al., 2018.</source>
            <translation>Ob das Netz sicherer ist, wenn nur bleibt, was die Wärmekarte zeigt. Ja ist besser. Chattopadhyay u. a. 2018.</translation>
        </message>
        <message>
            <source>Confidence lost when the important region is taken away. High is better; look at the important area too, for a larger region takes more away.</source>
            <translation>Verlorene Konfidenz, wenn die wichtige Region weggenommen wird. Hoch ist besser; beachten Sie auch die wichtige Fläche, denn eine größere Region nimmt mehr weg.</translation>
        </message>
        <message>
            <source>Share of the picture that counts as the important region.</source>
            <translation>Anteil des Bildes, der als wichtige Region gilt.</translation>
        </message>
        <message>
            <source>Mean confidence while pixels come into a blurred picture, the most important first. High is better. Petsiuk et al., 2018.</source>
            <translation>Mittlere Konfidenz, während Pixel in ein unscharfes Bild kommen, die wichtigsten zuerst. Hoch ist besser. Petsiuk u. a. 2018.</translation>
        </message>
        <message>
            <source>Mean confidence while pixels are taken away, the most important first. Low is better. Petsiuk et al., 2018.</source>
            <translation>Mittlere Konfidenz, während Pixel weggenommen werden, die wichtigsten zuerst. Niedrig ist besser. Petsiuk u. a. 2018.</translation>
        </message>
        <message>
            <source>Confidence after unimportant pixels were smoothed away minus that after important ones were. High is better. Rong et al., 2022.</source>
            <translation>Konfidenz, nachdem unwichtige Pixel geglättet wurden, minus der, nachdem wichtige es wurden. Hoch ist besser. Rong u. a. 2022.</translation>
        </message>
        <message>
            <source>Share of the pictures on which a method has the lowest average drop.</source>
            <translation>Anteil der Bilder, bei denen eine Methode den kleinsten mittleren Abfall hat.</translation>
        </message>
        <message>
            <source>Milliseconds a picture.</source>
            <translation>Millisekunden je Bild.</translation>
        </message>
        <message>
            <source>Why “{name}”? {score}</source>
            <translation>Warum „{name}“? {score}</translation>
        </message>
        <message>
            <source>Why “{name}” rather than “{other}”? {score} of both</source>
            <translation>Warum „{name}“ und nicht „{other}“? {score} von beiden</translation>
        </message>
        <message>
            <source>Why is it like “{name}”? {score}</source>
            <translation>Warum gleicht es „{name}“? {score}</translation>
        </message>
        <message>
            <source>Why does it match “{name}”? {score}</source>
            <translation>Warum passt es zu „{name}“? {score}</translation>
        </message>
        <message>
            <source>Why does feedback suggest it? {score}</source>
            <translation>Warum wird es vorgeschlagen? {score}</translation>
        </message>
        <message>
            <source>There is no gradient anywhere: the map is empty.</source>
            <translation>Nirgends ist ein Gradient: Die Wärmekarte ist leer.</translation>
        </message>
        <message>
            <source>The map is empty.</source>
            <translation>Die Wärmekarte ist leer.</translation>
        </message>
        <message>
            <source>This network only runs and gives no gradients: methods without them are used.</source>
            <translation>Dieses Netz läuft nur und gibt keine Gradienten: Es werden Methoden ohne sie verwendet.</translation>
        </message>
        <message>
            <source>The network was in training mode; it ran in evaluation mode.</source>
            <translation>Das Netz war im Trainingsmodus; es lief im Auswertungsmodus.</translation>
        </message>
        <message>
            <source>The memory ran out; images were taken {count} at a time.</source>
            <translation>Der Speicher war voll; je {count} Bilder wurden auf einmal genommen.</translation>
        </message>
        <message>
            <source>The network has no activation function that is known: a plain gradient.</source>
            <translation>Das Netz hat keine bekannte Aktivierungsfunktion: ein einfacher Gradient.</translation>
        </message>
        <message>
            <source>The picture is a thumbnail: {why}.</source>
            <translation>Das Bild ist ein Vorschaubild: {why}.</translation>
        </message>
        <message>
            <source>{looked} of {count} items were looked at, evenly drawn.</source>
            <translation>{looked} von {count} Einträgen wurden angesehen, gleichmäßig gezogen.</translation>
        </message>
        <message>
            <source>{title}: changes, as it should</source>
            <translation>{title}: ändert sich, wie es sein soll</translation>
        </message>
        <message>
            <source>{title}: hardly changes; do not trust it</source>
            <translation>{title}: ändert sich kaum; trauen Sie ihr nicht</translation>
        </message>
        <message>
            <source>rank correlation {values}</source>
            <translation>Rangkorrelation {values}</translation>
        </message>
        <message>
            <source>– : one of the two maps is empty</source>
            <translation>– : eine der beiden Wärmekarten ist leer</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
        <message>
            <source>Maps of a layer, weighted</source>
            <translation>Karten einer Schicht, gewichtet</translation>
        </message>
        <message>
            <source>By pixel</source>
            <translation>Je Pixel</translation>
        </message>
        <message>
            <source>Guided: as fine as the picture</source>
            <translation>Geführt: so fein wie das Bild</translation>
        </message>
        <message>
            <source>By covering parts (slow, needs no gradients)</source>
            <translation>Durch Verdecken von Teilen (langsam, braucht keine Gradienten)</translation>
        </message>
        <message>
            <source>Attention of transformers</source>
            <translation>Aufmerksamkeit von Transformern</translation>
        </message>
        <message>
            <source>Cost: {cost}</source>
            <translation>Aufwand: {cost}</translation>
        </message>
    </context>
    <context>
        <name>Explore</name>
        <message>
            <source>Next cluster</source>
            <translation>Nächste Gruppe</translation>
        </message>
        <message>
            <source>Overview</source>
            <translation>Überblick</translation>
        </message>
        <message>
            <source>Cluster most like the bucket</source>
            <translation>Gruppe, die der Sammlung am ähnlichsten ist</translation>
        </message>
        <message>
            <source>Expand the cluster</source>
            <translation>Um die Gruppe herum suchen</translation>
        </message>
        <message>
            <source>Expand the bucket</source>
            <translation>Um die Sammlung herum suchen</translation>
        </message>
        <message>
            <source>Like one picture</source>
            <translation>Wie ein Bild</translation>
        </message>
        <message>
            <source>Like the bucket</source>
            <translation>Wie die Sammlung</translation>
        </message>
        <message>
            <source>Same place of the map</source>
            <translation>Gleiche Stelle der Karte</translation>
        </message>
    </context>
    <context>
        <name>ExploreHead</name>
        <message>
            <source>Pictures that correlate above %s belong together</source>
            <translation>Bilder, die stärker als %s korrelieren, gehören zusammen</translation>
        </message>
        <message>
            <source>Clusters by correlation</source>
            <translation>Gruppen nach Korrelation</translation>
        </message>
        <message>
            <source>k-means</source>
            <translation>k-means</translation>
        </message>
        <message>
            <source>How clusters are made</source>
            <translation>Wie Gruppen gebildet werden</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Schwelle</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>automatisch</translation>
        </message>
        <message>
            <source>Number of clusters</source>
            <translation>Zahl der Gruppen</translation>
        </message>
        <message>
            <source>Sort by bucket</source>
            <translation>Nach der Sammlung ordnen</translation>
        </message>
        <message>
            <source>Clusters most like the bucket come first (S)</source>
            <translation>Gruppen, die der Sammlung am ähnlichsten sind, kommen zuerst (S)</translation>
        </message>
        <message>
            <source>Overview</source>
            <translation>Überblick</translation>
        </message>
        <message>
            <source>One picture of each cluster (O)</source>
            <translation>Ein Bild jeder Gruppe (O)</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>Karte</translation>
        </message>
        <message>
            <source>All pictures as points; draw around some (M)</source>
            <translation>Alle Bilder als Punkte; umfahren Sie einige (M)</translation>
        </message>
        <message>
            <source>Expand cluster</source>
            <translation>Um die Gruppe</translation>
        </message>
        <message>
            <source>What lies around this cluster (X)</source>
            <translation>Was um diese Gruppe herum liegt (X)</translation>
        </message>
        <message>
            <source>Expand bucket</source>
            <translation>Um die Sammlung</translation>
        </message>
        <message>
            <source>What lies around the pictures of the bucket (E)</source>
            <translation>Was um die Bilder der Sammlung herum liegt (E)</translation>
        </message>
        <message>
            <source>Like the bucket</source>
            <translation>Wie die Sammlung</translation>
        </message>
        <message>
            <source>What is like the bucket as a whole (Q)</source>
            <translation>Was der Sammlung als Ganzes ähnlich ist (Q)</translation>
        </message>
        <message>
            <source>Like …</source>
            <translation>Wie …</translation>
        </message>
        <message>
            <source>What is like a picture, a part of it, or a file</source>
            <translation>Was einem Bild, einem Teil davon oder einer Datei ähnlich ist</translation>
        </message>
        <message>
            <source>Box</source>
            <translation>Rahmen</translation>
        </message>
        <message>
            <source>Draw boxes instead of a free line (B)</source>
            <translation>Rahmen ziehen statt einer freien Linie (B)</translation>
        </message>
        <message>
            <source>Back to the page before (Alt+Left)</source>
            <translation>Zurück zur Seite davor (Alt+Links)</translation>
        </message>
        <message>
            <source>Previous cluster (Page Up)</source>
            <translation>Vorige Gruppe (Bild auf)</translation>
        </message>
        <message>
            <source>Next cluster (N, Page Down)</source>
            <translation>Nächste Gruppe (N, Bild ab)</translation>
        </message>
        <message>
            <source>All into the bucket</source>
            <translation>Alle in die Sammlung</translation>
        </message>
        <message>
            <source>Put all pictures of this page into the bucket (A)</source>
            <translation>Alle Bilder dieser Seite in die Sammlung legen (A)</translation>
        </message>
        <message>
            <source>What is shown</source>
            <translation>Was gezeigt wird</translation>
        </message>
    </context>
    <context>
        <name>ExplorePanel</name>
        <message>
            <source>Explore</source>
            <translation>Erkunden</translation>
        </message>
        <message>
            <source>Looking for groups …</source>
            <translation>Gruppen werden gesucht …</translation>
        </message>
        <message>
            <source>Nothing is here</source>
            <translation>Hier ist nichts</translation>
        </message>
        <message>
            <source>Cluster {place} of {all}</source>
            <translation>Gruppe {place} von {all}</translation>
        </message>
        <message>
            <source>%s pictures</source>
            <translation>%s Bilder</translation>
        </message>
        <message>
            <source>Put something into the bucket first.</source>
            <translation>Legen Sie zuerst etwas in die Sammlung.</translation>
        </message>
        <message>
            <source>Drawing the map …</source>
            <translation>Die Karte wird gezeichnet …</translation>
        </message>
        <message>
            <source>This takes a while the first time.</source>
            <translation>Das dauert beim ersten Mal eine Weile.</translation>
        </message>
        <message>
            <source>Map of %s pictures: draw around some</source>
            <translation>Karte von %s Bildern: umfahren Sie einige</translation>
        </message>
        <message>
            <source>Nothing to map</source>
            <translation>Nichts für eine Karte</translation>
        </message>
        <message>
            <source>No picture lies there: draw around some points.</source>
            <translation>Dort liegt kein Bild: Umfahren Sie einige Punkte.</translation>
        </message>
        <message>
            <source>Explore from here</source>
            <translation>Von hier aus erkunden</translation>
        </message>
        <message>
            <source>Show what is like the current item in the explore panel</source>
            <translation>In der Erkundung zeigen, was dem aktuellen Eintrag ähnlich ist</translation>
        </message>
        <message>
            <source>Pictures of the cluster</source>
            <translation>Bilder der Gruppe</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>Hinweise</translation>
        </message>
        <message>
            <source>Find groups in your collection</source>
            <translation>Gruppen in Ihrem Bestand finden</translation>
        </message>
        <message>
            <source>Pictures that look alike are put together, the clearest groups first. Put what you look for into a bucket; a meter says how much of it you may have found, and what to do next.</source>
            <translation>Ähnliche Bilder kommen zusammen, die deutlichsten Gruppen zuerst. Legen Sie, was Sie suchen, in eine Sammlung; eine Anzeige sagt, wie viel davon Sie wohl gefunden haben und was als Nächstes zu tun ist.</translation>
        </message>
        <message>
            <source>Find groups</source>
            <translation>Gruppen finden</translation>
        </message>
    </context>
    <context>
        <name>ExploreSession</name>
        <message>
            <source>Cluster pictures</source>
            <translation>Bilder gruppieren</translation>
        </message>
        <message>
            <source>Map pictures</source>
            <translation>Karte der Bilder</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>Export the body</source>
            <translation>Den Körper exportieren</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>What will be written</source>
            <translation>Was geschrieben wird</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Write these files</source>
            <translation>Diese Dateien schreiben</translation>
        </message>
        <message>
            <source>Folder that the files go to</source>
            <translation>Ordner, in den die Dateien geschrieben werden</translation>
        </message>
        <message>
            <source>, one solid</source>
            <translation>, ein Festkörper</translation>
        </message>
        <message>
            <source>, at most {count} triangles</source>
            <translation>, höchstens {count} Dreiecke</translation>
        </message>
        <message>
            <source> (replaces the file that is there)</source>
            <translation> (ersetzt die Datei, die da ist)</translation>
        </message>
        <message>
            <source>Will be written:</source>
            <translation>Geschrieben wird:</translation>
        </message>
        <message>
            <source>Choose the folder that the files go to.</source>
            <translation>Wählen Sie den Ordner, in den die Dateien kommen.</translation>
        </message>
        <message>
            <source>Type a name for the files.</source>
            <translation>Tippen Sie einen Namen für die Dateien ein.</translation>
        </message>
        <message>
            <source>“{name}” cannot be the name of a file: use letters, digits, spaces, “-” and “_”.</source>
            <translation>„{name}“ kann kein Dateiname sein: Nehmen Sie Buchstaben, Ziffern, Leerzeichen, „-“ und „_“.</translation>
        </message>
        <message>
            <source>Choose at least one kind of file.</source>
            <translation>Wählen Sie mindestens eine Art von Datei.</translation>
        </message>
        <message>
            <source>, in metres</source>
            <translation>, in Metern</translation>
        </message>
        <message>
            <source>, in millimetres, {height} mm if upright</source>
            <translation>, in Millimetern, {height} mm im Stehen</translation>
        </message>
        <message>
            <source>Table (CSV)</source>
            <translation>Tabelle (CSV)</translation>
        </message>
        <message>
            <source>Data (JSON)</source>
            <translation>Daten (JSON)</translation>
        </message>
        <message>
            <source>Files with their data (ZIP)</source>
            <translation>Dateien mit ihren Daten (ZIP)</translation>
        </message>
        <message>
            <source>Boxes of objects (COCO)</source>
            <translation>Kästen von Objekten (COCO)</translation>
        </message>
        <message>
            <source>Contact sheet to print (PDF)</source>
            <translation>Kontaktbogen zum Drucken (PDF)</translation>
        </message>
        <message>
            <source>Contact sheet for browsers (HTML)</source>
            <translation>Kontaktbogen für Browser (HTML)</translation>
        </message>
        <message>
            <source>Picture of the wall (PNG)</source>
            <translation>Bild der Wand (PNG)</translation>
        </message>
        <message>
            <source>What to export</source>
            <translation>Was exportiert wird</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>Format</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Preview of the table</source>
            <translation>Vorschau der Tabelle</translation>
        </message>
        <message>
            <source>&amp;What</source>
            <translation>&amp;Was</translation>
        </message>
        <message>
            <source>&amp;Format</source>
            <translation>&amp;Format</translation>
        </message>
        <message>
            <source>Choose …</source>
            <translation>Wählen …</translation>
        </message>
        <message>
            <source>F&amp;ile</source>
            <translation>&amp;Datei</translation>
        </message>
        <message>
            <source>A row for each item. Film lists can be imported again.</source>
            <translation>Eine Zeile je Eintrag. Filmlisten lassen sich wieder importieren.</translation>
        </message>
        <message>
            <source>An object for each item. Film lists can be imported again.</source>
            <translation>Ein Objekt je Eintrag. Filmlisten lassen sich wieder importieren.</translation>
        </message>
        <message>
            <source>Photos and videos as they are, posters and keyframes, and a table of all.</source>
            <translation>Fotos und Videos, wie sie sind, Plakate und Schlüsselbilder, und eine Tabelle von allen.</translation>
        </message>
        <message>
            <source>Where detectors found what, as training tools read it.</source>
            <translation>Wo Detektoren was fanden, so wie Trainingsprogramme es lesen.</translation>
        </message>
        <message>
            <source>Pages of pictures with their titles.</source>
            <translation>Seiten mit Bildern und ihren Titeln.</translation>
        </message>
        <message>
            <source>One page that opens in any browser, without a network.</source>
            <translation>Eine Seite, die jeder Browser ohne Netz öffnet.</translation>
        </message>
        <message>
            <source>All of the wall as it is arranged and filtered now.</source>
            <translation>Die ganze Wand, wie sie jetzt angeordnet und gefiltert ist.</translation>
        </message>
        <message>
            <source>Name the file.</source>
            <translation>Nennen Sie die Datei.</translation>
        </message>
        <message>
            <source>There is nothing to export here.</source>
            <translation>Hier gibt es nichts zu exportieren.</translation>
        </message>
        <message>
            <source>A contact sheet holds at most {most} items. Choose fewer.</source>
            <translation>Ein Kontaktbogen fasst höchstens {most} Einträge. Wählen Sie weniger.</translation>
        </message>
        <message>
            <source>Export to</source>
            <translation>Exportieren nach</translation>
        </message>
        <message>
            <source>Choose the folder</source>
            <translation>Den Ordner wählen</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>Name of the files, without their endings</source>
            <translation>Name der Dateien, ohne ihre Endungen</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Stature</source>
            <translation>Körpergröße</translation>
        </message>
        <message>
            <source>Write the body in another stature than it has</source>
            <translation>Den Körper in einer anderen Größe schreiben, als er hat</translation>
        </message>
        <message>
            <source> cm</source>
            <translation> cm</translation>
        </message>
        <message>
            <source>Stature that is written</source>
            <translation>Körpergröße, die geschrieben wird</translation>
        </message>
        <message>
            <source>Triangles of the surface, at most</source>
            <translation>Dreiecke der Oberfläche, höchstens</translation>
        </message>
        <message>
            <source>Triangles</source>
            <translation>Dreiecke</translation>
        </message>
        <message>
            <source>One watertight solid, for printing</source>
            <translation>Ein wasserdichter Festkörper, zum Drucken</translation>
        </message>
        <message>
            <source>Print height</source>
            <translation>Druckhöhe</translation>
        </message>
        <message>
            <source>OBJ, PLY and STL in millimetres, z up, so tall if the person stood upright</source>
            <translation>OBJ, PLY und STL in Millimetern, z nach oben, so hoch, wenn die Person aufrecht stünde</translation>
        </message>
        <message>
            <source> mm</source>
            <translation> mm</translation>
        </message>
        <message>
            <source>Height of the person upright, as printed</source>
            <translation>Höhe der aufrechten Person, wie gedruckt</translation>
        </message>
        <message>
            <source>One watertight solid, for printing (needs the extra “mesh”)</source>
            <translation>Ein wasserdichter Festkörper, zum Drucken (braucht das Extra „mesh“)</translation>
        </message>
        <message>
            <source>Install it by: pip install kinora[mesh]</source>
            <translation>Einzurichten mit: pip install kinora[mesh]</translation>
        </message>
        <message>
            <source>All ({count})</source>
            <translation>Alle ({count})</translation>
        </message>
    </context>
    <context>
        <name>ExportOptions</name>
        <message>
            <source>For Excel and other spreadsheets</source>
            <translation>Für Excel und andere Tabellenprogramme</translation>
        </message>
        <message>
            <source>Begins the file with a mark, so that they read accents and CJK right</source>
            <translation>Beginnt die Datei mit einer Kennung, damit sie Umlaute und CJK richtig lesen</translation>
        </message>
        <message>
            <source>The whole video of each shot</source>
            <translation>Das ganze Video jeder Szene</translation>
        </message>
        <message>
            <source>Heading of the sheet</source>
            <translation>Überschrift des Bogens</translation>
        </message>
        <message>
            <source>Names of clusters</source>
            <translation>Namen der Gruppen</translation>
        </message>
        <message>
            <source>Only what is on the screen now</source>
            <translation>Nur, was jetzt auf dem Bildschirm ist</translation>
        </message>
        <message>
            <source>The part of the wall that you have zoomed to</source>
            <translation>Der Teil der Wand, den Sie herangeholt haben</translation>
        </message>
        <message>
            <source>&amp;Columns</source>
            <translation>&amp;Spalten</translation>
        </message>
        <message>
            <source>&amp;Heading</source>
            <translation>Ü&amp;berschrift</translation>
        </message>
        <message>
            <source>&amp;Paper</source>
            <translation>&amp;Papier</translation>
        </message>
        <message>
            <source>Side &amp;by side</source>
            <translation>&amp;Nebeneinander</translation>
        </message>
        <message>
            <source>&amp;Width in pixels</source>
            <translation>B&amp;reite in Pixeln</translation>
        </message>
        <message>
            <source>; %1 items pass the filters</source>
            <translation>; %1 Einträge passieren die Filter</translation>
        </message>
        <message>
            <source>Arrangement: %1</source>
            <translation>Anordnung: %1</translation>
        </message>
        <message>
            <source>{count} of {all}</source>
            <translation>{count} von {all}</translation>
        </message>
    </context>
    <context>
        <name>Exporter</name>
        <message>
            <source>Selection</source>
            <translation>Auswahl</translation>
        </message>
        <message>
            <source>What passes the filters</source>
            <translation>Was die Filter passiert</translation>
        </message>
        <message>
            <source>Results of “%1”</source>
            <translation>Ergebnisse von „%1“</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>Alles</translation>
        </message>
        <message>
            <source>Watchlist “%1”</source>
            <translation>Merkliste „%1“</translation>
        </message>
        <message>
            <source>Bucket “%1”</source>
            <translation>Sammlung „%1“</translation>
        </message>
        <message>
            <source>Import labels and tags from an export</source>
            <translation>Marken und Schlagwörter aus einem Export importieren</translation>
        </message>
        <message>
            <source>Exports (*.csv *.json)</source>
            <translation>Exporte (*.csv *.json)</translation>
        </message>
        <message>
            <source>Import labels from %1</source>
            <translation>Marken aus %1 importieren</translation>
        </message>
        <message>
            <source>{known} of {rows} rows are items of this library; {count} changes.</source>
            <translation>{known} von {rows} Zeilen sind Einträge dieser Bibliothek; {count} Änderungen.</translation>
        </message>
        <message>
            <source>“%1” is there already.</source>
            <translation>„%1“ gibt es schon.</translation>
        </message>
        <message>
            <source>Replace it?</source>
            <translation>Ersetzen?</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>Ersetzen</translation>
        </message>
        <message>
            <source>Export %1</source>
            <translation>%1 exportieren</translation>
        </message>
        <message>
            <source>one item</source>
            <translation>einen Eintrag</translation>
        </message>
        <message>
            <source>%1 items</source>
            <translation>%1 Einträge</translation>
        </message>
        <message>
            <source>Exported {items} to “{name}”.</source>
            <translation>{items} nach „{name}“ exportiert.</translation>
        </message>
        <message>
            <source>{width} × {height} pixels.</source>
            <translation>{width} × {height} Pixel.</translation>
        </message>
        <message>
            <source>%1 files could not be read.</source>
            <translation>%1 Dateien konnten nicht gelesen werden.</translation>
        </message>
        <message>
            <source>Show in file manager</source>
            <translation>Im Dateimanager zeigen</translation>
        </message>
        <message>
            <source>The export was cancelled; nothing was written.</source>
            <translation>Der Export wurde abgebrochen; nichts wurde geschrieben.</translation>
        </message>
        <message>
            <source>No file manager opened “%1”.</source>
            <translation>Kein Dateimanager hat „%1“ geöffnet.</translation>
        </message>
    </context>
    <context>
        <name>Extras</name>
        <message>
            <source>A move of this library was begun and is not finished.</source>
            <translation>Ein Umzug dieser Bibliothek wurde begonnen und ist nicht beendet.</translation>
        </message>
        <message>
            <source>Go on …</source>
            <translation>Weiter …</translation>
        </message>
        <message>
            <source>Wall study</source>
            <translation>Wandstudie</translation>
        </message>
        <message>
            <source>Thank you: the study is complete.</source>
            <translation>Danke: Die Studie ist abgeschlossen.</translation>
        </message>
        <message>
            <source>The study was ended early; what was recorded is kept.</source>
            <translation>Die Studie wurde vorzeitig beendet; was aufgezeichnet wurde, bleibt erhalten.</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
    </context>
    <context>
        <name>FacetSection</name>
        <message>
            <source>Facet %s</source>
            <translation>Merkmal %s</translation>
        </message>
        <message>
            <source>Open or close “%s”</source>
            <translation>„%s“ auf- oder zuklappen</translation>
        </message>
        <message>
            <source>No longer filter by “%s”</source>
            <translation>Nicht mehr nach „%s“ filtern</translation>
        </message>
    </context>
    <context>
        <name>FacetsSection</name>
        <message>
            <source>Facets</source>
            <translation>Merkmale</translation>
        </message>
        <message>
            <source>%s more …</source>
            <translation>%s weitere …</translation>
        </message>
        <message>
            <source>{key}: {value} ({source}). Click: filter; Ctrl+click: search</source>
            <translation>{key}: {value} ({source}). Klick: filtern; Strg+Klick: suchen</translation>
        </message>
    </context>
    <context>
        <name>FactTable</name>
        <message>
            <source>Facts side by side</source>
            <translation>Angaben nebeneinander</translation>
        </message>
        <message>
            <source>The items differ here</source>
            <translation>Hier unterscheiden sich die Einträge</translation>
        </message>
    </context>
    <context>
        <name>Facts</name>
        <message>
            <source>Photo</source>
            <translation>Foto</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <source>Shot of a video</source>
            <translation>Szene eines Videos</translation>
        </message>
        <message>
            <source>Film</source>
            <translation>Film</translation>
        </message>
        <message>
            <source>Lifelog photo</source>
            <translation>Foto eines Lebenstagebuchs</translation>
        </message>
        <message>
            <source>Item %s</source>
            <translation>Eintrag %s</translation>
        </message>
        <message>
            <source>%s (zone unknown)</source>
            <translation>%s (Zone unbekannt)</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>Year</source>
            <translation>Jahr</translation>
        </message>
        <message>
            <source>Taken</source>
            <translation>Aufgenommen</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Ort</translation>
        </message>
        <message>
            <source>Camera</source>
            <translation>Kamera</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>Länge</translation>
        </message>
        <message>
            <source>In the video</source>
            <translation>Im Video</translation>
        </message>
        <message>
            <source>Frame rate</source>
            <translation>Bildrate</translation>
        </message>
        <message>
            <source>Codec</source>
            <translation>Codec</translation>
        </message>
        <message>
            <source>File size</source>
            <translation>Dateigröße</translation>
        </message>
        <message>
            <source>Popularity</source>
            <translation>Beliebtheit</translation>
        </message>
        <message>
            <source>Analysed by</source>
            <translation>Untersucht durch</translation>
        </message>
        <message>
            <source>Similar by</source>
            <translation>Ähnlich nach</translation>
        </message>
        <message>
            <source>, animated</source>
            <translation>, bewegt</translation>
        </message>
    </context>
    <context>
        <name>FactsSection</name>
        <message>
            <source>Facts</source>
            <translation>Angaben</translation>
        </message>
        <message>
            <source>People with a pose</source>
            <translation>Menschen mit Pose</translation>
        </message>
        <message>
            <source> (not there)</source>
            <translation> (nicht da)</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Film list</source>
            <translation>Filmliste</translation>
        </message>
        <message>
            <source>Poster</source>
            <translation>Plakat</translation>
        </message>
        <message>
            <source>Subtitles</source>
            <translation>Untertitel</translation>
        </message>
    </context>
    <context>
        <name>FallbackNote</name>
        <message>
            <source>Drawn without the graphics card: {}</source>
            <translation>Ohne die Grafikkarte gezeichnet: {}</translation>
        </message>
    </context>
    <context>
        <name>FeatureMapView</name>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>Whole library</source>
            <translation>Ganze Bibliothek</translation>
        </message>
        <message>
            <source>What is mapped</source>
            <translation>Wovon die Karte ist</translation>
        </message>
        <message>
            <source>Coarse</source>
            <translation>Grob</translation>
        </message>
        <message>
            <source>Medium</source>
            <translation>Mittel</translation>
        </message>
        <message>
            <source>Fine</source>
            <translation>Fein</translation>
        </message>
        <message>
            <source>How many images the map has</source>
            <translation>Wie viele Bilder die Karte hat</translation>
        </message>
        <message>
            <source>Show all images of the current node as results (+)</source>
            <translation>Alle Bilder des aktuellen Knotens als Ergebnisse zeigen (+)</translation>
        </message>
        <message>
            <source>Feature map</source>
            <translation>Merkmalskarte</translation>
        </message>
        <message>
            <source>{nodes} nodes for {total} images</source>
            <translation>{nodes} Knoten für {total} Bilder</translation>
        </message>
        <message numerus="yes">
            <source>%n image(s) of one node</source>
            <translation>
                <numerusform>%n Bild eines Knotens</numerusform>
                <numerusform>%n Bilder eines Knotens</numerusform>
            </translation>
        </message>
        <message>
            <source>All images of the current node</source>
            <translation>Alle Bilder des aktuellen Knotens</translation>
        </message>
    </context>
    <context>
        <name>Feedback</name>
        <message>
            <source>Support vector machine</source>
            <translation>Stützvektormaschine</translation>
        </message>
        <message>
            <source>Logistic regression</source>
            <translation>Logistische Regression</translation>
        </message>
        <message>
            <source>Rocchio</source>
            <translation>Rocchio</translation>
        </message>
        <message>
            <source>Bayesian update</source>
            <translation>Bayessches Lernen</translation>
        </message>
        <message>
            <source>Mean rank</source>
            <translation>Mittlerer Rang</translation>
        </message>
        <message>
            <source>Borda count</source>
            <translation>Borda-Zählung</translation>
        </message>
        <message>
            <source>Condorcet</source>
            <translation>Condorcet</translation>
        </message>
        <message>
            <source>Reciprocal rank</source>
            <translation>Reziproker Rang</translation>
        </message>
        <message>
            <source>CombSUM</source>
            <translation>CombSUM</translation>
        </message>
        <message>
            <source>CombMNZ</source>
            <translation>CombMNZ</translation>
        </message>
        <message>
            <source>Pairwise ranks</source>
            <translation>Paarweise Ränge</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>pictures, by every network</source>
            <translation>Bilder, nach allen Netzen</translation>
        </message>
        <message>
            <source>concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>texts</source>
            <translation>Texte</translation>
        </message>
        <message>
            <source>place and time</source>
            <translation>Ort und Zeit</translation>
        </message>
        <message>
            <source>everything</source>
            <translation>alles</translation>
        </message>
        <message>
            <source>Nothing is marked yet: these are random. Mark one item to begin.</source>
            <translation>Noch ist nichts markiert: Diese sind zufällig. Markieren Sie einen Eintrag, um zu beginnen.</translation>
        </message>
        <message>
            <source>Every item that passes was seen or marked: clear filters or start over.</source>
            <translation>Jeder Eintrag, der passiert, wurde gesehen oder markiert: Löschen Sie Filter, oder beginnen Sie neu.</translation>
        </message>
        <message>
            <source>No item passes the filters: take one away.</source>
            <translation>Kein Eintrag passiert die Filter: Nehmen Sie einen weg.</translation>
        </message>
        <message>
            <source>{count} marked items have no vector and were left out.</source>
            <translation>{count} markierte Einträge haben keinen Vektor und wurden ausgelassen.</translation>
        </message>
        <message>
            <source>{count} marked items are no longer in the library and were left out.</source>
            <translation>{count} markierte Einträge sind nicht mehr in der Bibliothek und wurden ausgelassen.</translation>
        </message>
        <message>
            <source>{count} items marked relevant look the same as items marked not relevant: look at “{one}” and “{other}” again.</source>
            <translation>{count} als passend markierte Einträge sehen aus wie als unpassend markierte: Sehen Sie „{one}“ und „{other}“ noch einmal an.</translation>
        </message>
        <message>
            <source>“{name}” knows none of the marked items and was left out.</source>
            <translation>„{name}“ kennt keinen der markierten Einträge und wurde ausgelassen.</translation>
        </message>
        <message>
            <source>Only one kind of mark so far: arbitrary items stand in for the other one.</source>
            <translation>Bisher nur eine Art von Marken: Beliebige Einträge stehen für die andere.</translation>
        </message>
        <message>
            <source>Workers that did not answer in time hold {share} % of the pictures, which were not looked at: ask again for all.</source>
            <translation>Arbeitsrechner, die nicht rechtzeitig geantwortet haben, halten {share} % der Bilder, die darum nicht angesehen wurden: Fragen Sie noch einmal nach allen.</translation>
        </message>
        <message>
            <source>The workers cannot be reached, so this computer compared alone.</source>
            <translation>Die Arbeitsrechner sind nicht erreichbar, darum hat dieser Rechner allein verglichen.</translation>
        </message>
        <message>
            <source>The workers are still being started, so this computer compared alone.</source>
            <translation>Die Arbeitsrechner werden noch gestartet, darum hat dieser Rechner allein verglichen.</translation>
        </message>
    </context>
    <context>
        <name>FeedbackHead</name>
        <message>
            <source>Classifiers</source>
            <translation>Klassifikatoren</translation>
        </message>
        <message>
            <source>Which classifier the marks are for</source>
            <translation>Für welchen Klassifikator die Marken sind</translation>
        </message>
        <message>
            <source>New classifier with marks of its own</source>
            <translation>Neuer Klassifikator mit eigenen Marken</translation>
        </message>
        <message>
            <source>Find first examples</source>
            <translation>Beispiele finden</translation>
        </message>
        <message>
            <source>Search by words, then mark what fits (/)</source>
            <translation>Nach Wörtern suchen, dann markieren, was passt (/)</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>25 new ones; these count as seen (G)</source>
            <translation>25 neue; diese gelten als gesehen (G)</translation>
        </message>
        <message>
            <source>Best now</source>
            <translation>Jetzt Beste</translation>
        </message>
        <message>
            <source>The best 25 by all marks; nothing counts as seen (F)</source>
            <translation>Die besten 25 nach allen Marken; nichts gilt als gesehen (F)</translation>
        </message>
        <message>
            <source>Random</source>
            <translation>Zufällige</translation>
        </message>
        <message>
            <source>Show random pictures (R)</source>
            <translation>Zufällige Bilder zeigen (R)</translation>
        </message>
        <message>
            <source>All ranked</source>
            <translation>Alle nach Rang</translation>
        </message>
        <message>
            <source>Scroll the whole collection, best first (L)</source>
            <translation>Den ganzen Bestand durchblättern, das Beste zuerst (L)</translation>
        </message>
        <message>
            <source>Why?</source>
            <translation>Warum?</translation>
        </message>
        <message>
            <source>Explain the current suggestion (W)</source>
            <translation>Den aktuellen Vorschlag erklären (W)</translation>
        </message>
        <message>
            <source>Start over</source>
            <translation>Neu beginnen</translation>
        </message>
        <message>
            <source>Take all marks away (Ctrl+Z brings them back)</source>
            <translation>Alle Marken entfernen (Strg+Z holt sie zurück)</translation>
        </message>
        <message>
            <source>On the wall</source>
            <translation>Auf der Wand</translation>
        </message>
        <message>
            <source>Make these suggestions the list of all panels</source>
            <translation>Diese Vorschläge zur Trefferliste aller Ansichten machen</translation>
        </message>
        <message>
            <source>How suggestions are made (O)</source>
            <translation>Wie Vorschläge entstehen (O)</translation>
        </message>
    </context>
    <context>
        <name>FeedbackPanel</name>
        <message>
            <source>Relevant +</source>
            <translation>Passt +</translation>
        </message>
        <message>
            <source>Drop or mark what fits</source>
            <translation>Ablegen oder markieren, was passt</translation>
        </message>
        <message>
            <source>Not relevant −</source>
            <translation>Passt nicht −</translation>
        </message>
        <message>
            <source>Drop or mark what does not fit</source>
            <translation>Ablegen oder markieren, was nicht passt</translation>
        </message>
        <message>
            <source>Suggestions</source>
            <translation>Vorschläge</translation>
        </message>
        <message>
            <source>Read-only: %s</source>
            <translation>Nur lesbar: %s</translation>
        </message>
        <message>
            <source>Feedback</source>
            <translation>Rückmeldung</translation>
        </message>
        <message>
            <source>Mark one picture first: then all can be ranked.</source>
            <translation>Markieren Sie zuerst ein Bild: Dann lassen sich alle ordnen.</translation>
        </message>
        <message>
            <source>Suggestions of round %s</source>
            <translation>Vorschläge der Runde %s</translation>
        </message>
        <message>
            <source>New classifier</source>
            <translation>Neuer Klassifikator</translation>
        </message>
        <message>
            <source>What it finds:</source>
            <translation>Was er findet:</translation>
        </message>
        <message>
            <source>Find pictures that come up for everything</source>
            <translation>Bilder finden, die bei allem auftauchen</translation>
        </message>
        <message>
            <source>Feedback for the selected items: relevant, or not</source>
            <translation>Rückmeldung zu den gewählten Einträgen: passend oder nicht</translation>
        </message>
        <message>
            <source>Use as positive</source>
            <translation>Als positiv nehmen</translation>
        </message>
        <message>
            <source>Use as negative</source>
            <translation>Als negativ nehmen</translation>
        </message>
        <message>
            <source>Take the mark away</source>
            <translation>Marke entfernen</translation>
        </message>
    </context>
    <context>
        <name>FeedbackSession</name>
        <message>
            <source>My marks</source>
            <translation>Meine Marken</translation>
        </message>
        <message>
            <source>Next suggestions</source>
            <translation>Nächste Vorschläge</translation>
        </message>
        <message>
            <source>Best suggestions</source>
            <translation>Beste Vorschläge</translation>
        </message>
        <message>
            <source>Random pictures</source>
            <translation>Zufällige Bilder</translation>
        </message>
        <message>
            <source>All ranked</source>
            <translation>Alle nach Rang</translation>
        </message>
        <message>
            <source>Find first examples</source>
            <translation>Erste Beispiele finden</translation>
        </message>
        <message>
            <source>Start over</source>
            <translation>Neu beginnen</translation>
        </message>
        <message>
            <source>Other options</source>
            <translation>Andere Optionen</translation>
        </message>
        <message>
            <source>Show seen ones again</source>
            <translation>Gesehene wieder zeigen</translation>
        </message>
    </context>
    <context>
        <name>FilmStrip</name>
        <message>
            <source>Film strip</source>
            <translation>Filmstreifen</translation>
        </message>
    </context>
    <context>
        <name>FilterBar</name>
        <message>
            <source>Filters</source>
            <translation>Filter</translation>
        </message>
    </context>
    <context>
        <name>FilterCard</name>
        <message>
            <source>Quick filters</source>
            <translation>Schnellfilter</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>Schließen (Esc)</translation>
        </message>
        <message>
            <source>Reading …</source>
            <translation>Wird gelesen …</translation>
        </message>
        <message>
            <source>Nothing is known of these pictures yet: import some.</source>
            <translation>Von diesen Bildern ist noch nichts bekannt: Importieren Sie welche.</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) would be left</source>
            <translation>
                <numerusform>%n Eintrag bliebe übrig</numerusform>
                <numerusform>%n Einträge blieben übrig</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FilterHead</name>
        <message>
            <source>How many items pass</source>
            <translation>Wie viele Einträge passieren</translation>
        </message>
        <message>
            <source>Clear all</source>
            <translation>Alle löschen</translation>
        </message>
        <message>
            <source>Take all filters away (Ctrl+Shift+X)</source>
            <translation>Alle Filter wegnehmen (Strg+Umschalt+X)</translation>
        </message>
        <message>
            <source>Find a facet</source>
            <translation>Ein Merkmal finden</translation>
        </message>
        <message>
            <source>Region …</source>
            <translation>Region …</translation>
        </message>
        <message>
            <source>Filter by the brightness of a region of the picture</source>
            <translation>Nach der Helligkeit einer Region des Bildes filtern</translation>
        </message>
        <message>
            <source>All {items} items</source>
            <translation>Alle {items} Einträge</translation>
        </message>
        <message>
            <source>{passed} of {items} items</source>
            <translation>{passed} von {items} Einträgen</translation>
        </message>
        <message>
            <source>Nothing passes these filters. Drop one:</source>
            <translation>Nichts passiert diese Filter. Lassen Sie einen weg:</translation>
        </message>
        <message>
            <source>Nothing passes these filters.</source>
            <translation>Nichts passiert diese Filter.</translation>
        </message>
    </context>
    <context>
        <name>FilterNames</name>
        <message>
            <source>Actor</source>
            <translation>Darsteller</translation>
        </message>
        <message>
            <source>Added</source>
            <translation>Hinzugefügt</translation>
        </message>
        <message>
            <source>Animated</source>
            <translation>Bewegt</translation>
        </message>
        <message>
            <source>Width / height</source>
            <translation>Breite / Höhe</translation>
        </message>
        <message>
            <source>Black borders</source>
            <translation>Schwarze Ränder</translation>
        </message>
        <message>
            <source>Brightness (%)</source>
            <translation>Helligkeit (%)</translation>
        </message>
        <message>
            <source>Bucket</source>
            <translation>Sammlung</translation>
        </message>
        <message>
            <source>Camera</source>
            <translation>Kamera</translation>
        </message>
        <message>
            <source>Camera motion</source>
            <translation>Kamerabewegung</translation>
        </message>
        <message>
            <source>Activity</source>
            <translation>Aktivität</translation>
        </message>
        <message>
            <source>City</source>
            <translation>Stadt</translation>
        </message>
        <message>
            <source>Collection</source>
            <translation>Bestand</translation>
        </message>
        <message>
            <source>Classifier</source>
            <translation>Klassifikator</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>Company</source>
            <translation>Firma</translation>
        </message>
        <message>
            <source>Concept</source>
            <translation>Begriff</translation>
        </message>
        <message>
            <source>Country</source>
            <translation>Land</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>Tag</translation>
        </message>
        <message>
            <source>Time of day</source>
            <translation>Tageszeit</translation>
        </message>
        <message>
            <source>Decade</source>
            <translation>Jahrzehnt</translation>
        </message>
        <message>
            <source>Director</source>
            <translation>Regie</translation>
        </message>
        <message>
            <source>Length (s)</source>
            <translation>Länge (s)</translation>
        </message>
        <message>
            <source>Event</source>
            <translation>Ereignis</translation>
        </message>
        <message>
            <source>Number of faces</source>
            <translation>Zahl der Gesichter</translation>
        </message>
        <message>
            <source>Frame rate</source>
            <translation>Bildrate</translation>
        </message>
        <message>
            <source>Genre</source>
            <translation>Genre</translation>
        </message>
        <message>
            <source>Height (px)</source>
            <translation>Höhe (px)</translation>
        </message>
        <message>
            <source>Hour</source>
            <translation>Stunde</translation>
        </message>
        <message>
            <source>Keyword</source>
            <translation>Stichwort</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>Mark</source>
            <translation>Marke</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Latitude</source>
            <translation>Breitengrad</translation>
        </message>
        <message>
            <source>Lens</source>
            <translation>Objektiv</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Licht</translation>
        </message>
        <message>
            <source>Longitude</source>
            <translation>Längengrad</translation>
        </message>
        <message>
            <source>Main colour</source>
            <translation>Hauptfarbe</translation>
        </message>
        <message>
            <source>File is missing</source>
            <translation>Datei fehlt</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>Monat</translation>
        </message>
        <message>
            <source>Object</source>
            <translation>Objekt</translation>
        </message>
        <message>
            <source>Shape of the picture</source>
            <translation>Form des Bildes</translation>
        </message>
        <message>
            <source>Story from</source>
            <translation>Geschichte aus</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>Number of people</source>
            <translation>Zahl der Menschen</translation>
        </message>
        <message>
            <source>Person</source>
            <translation>Person</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Ort</translation>
        </message>
        <message>
            <source>Popularity</source>
            <translation>Beliebtheit</translation>
        </message>
        <message>
            <source>Rating</source>
            <translation>Bewertung</translation>
        </message>
        <message>
            <source>Brightness of a region</source>
            <translation>Helligkeit einer Region</translation>
        </message>
        <message>
            <source>Runtime (min)</source>
            <translation>Laufzeit (min)</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>Schlagwort</translation>
        </message>
        <message>
            <source>Taken</source>
            <translation>Aufgenommen</translation>
        </message>
        <message>
            <source>Colour or black-and-white</source>
            <translation>Farbig oder schwarz-weiß</translation>
        </message>
        <message>
            <source>Votes</source>
            <translation>Stimmen</translation>
        </message>
        <message>
            <source>Watchlist</source>
            <translation>Merkliste</translation>
        </message>
        <message>
            <source>Weekday</source>
            <translation>Wochentag</translation>
        </message>
        <message>
            <source>Width (px)</source>
            <translation>Breite (px)</translation>
        </message>
        <message>
            <source>Writer</source>
            <translation>Drehbuch</translation>
        </message>
        <message>
            <source>Year</source>
            <translation>Jahr</translation>
        </message>
        <message>
            <source>Above and below (letterbox)</source>
            <translation>Oben und unten (Letterbox)</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <source>Left and right (pillarbox)</source>
            <translation>Links und rechts (Pillarbox)</translation>
        </message>
        <message>
            <source>All around (windowbox)</source>
            <translation>Ringsum (Windowbox)</translation>
        </message>
        <message>
            <source>Pan to the left</source>
            <translation>Schwenk nach links</translation>
        </message>
        <message>
            <source>Pan to the right</source>
            <translation>Schwenk nach rechts</translation>
        </message>
        <message>
            <source>Shaky</source>
            <translation>Verwackelt</translation>
        </message>
        <message>
            <source>Static</source>
            <translation>Ruhig</translation>
        </message>
        <message>
            <source>Tilt down</source>
            <translation>Neigung nach unten</translation>
        </message>
        <message>
            <source>Tilt up</source>
            <translation>Neigung nach oben</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>Heranzoomen</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>Wegzoomen</translation>
        </message>
        <message>
            <source>Black</source>
            <translation>Schwarz</translation>
        </message>
        <message>
            <source>Bright</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>Normal</translation>
        </message>
        <message>
            <source>Landscape</source>
            <translation>Querformat</translation>
        </message>
        <message>
            <source>Panorama</source>
            <translation>Panorama</translation>
        </message>
        <message>
            <source>Portrait</source>
            <translation>Hochformat</translation>
        </message>
        <message>
            <source>Square</source>
            <translation>Quadrat</translation>
        </message>
        <message>
            <source>Black-and-white</source>
            <translation>Schwarz-weiß</translation>
        </message>
        <message>
            <source>Shades of one colour</source>
            <translation>Töne einer Farbe</translation>
        </message>
        <message>
            <source>Film</source>
            <translation>Film</translation>
        </message>
        <message>
            <source>Lifelog photo</source>
            <translation>Foto eines Lebenstagebuchs</translation>
        </message>
        <message>
            <source>Photo</source>
            <translation>Foto</translation>
        </message>
        <message>
            <source>Shot of a video</source>
            <translation>Szene eines Videos</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <source>Not relevant</source>
            <translation>Unpassend</translation>
        </message>
        <message>
            <source>Relevant</source>
            <translation>Passend</translation>
        </message>
        <message>
            <source>black</source>
            <translation>schwarz</translation>
        </message>
        <message>
            <source>white</source>
            <translation>weiß</translation>
        </message>
        <message>
            <source>grey</source>
            <translation>grau</translation>
        </message>
        <message>
            <source>red</source>
            <translation>rot</translation>
        </message>
        <message>
            <source>orange</source>
            <translation>orange</translation>
        </message>
        <message>
            <source>yellow</source>
            <translation>gelb</translation>
        </message>
        <message>
            <source>green</source>
            <translation>grün</translation>
        </message>
        <message>
            <source>blue</source>
            <translation>blau</translation>
        </message>
        <message>
            <source>purple</source>
            <translation>violett</translation>
        </message>
        <message>
            <source>pink</source>
            <translation>rosa</translation>
        </message>
        <message>
            <source>brown</source>
            <translation>braun</translation>
        </message>
        <message>
            <source>Whole picture</source>
            <translation>Ganzes Bild</translation>
        </message>
        <message>
            <source>Top</source>
            <translation>Oben</translation>
        </message>
        <message>
            <source>Bottom</source>
            <translation>Unten</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>Links</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>Rechts</translation>
        </message>
        <message>
            <source>Centre</source>
            <translation>Mitte</translation>
        </message>
        <message>
            <source>Top left</source>
            <translation>Oben links</translation>
        </message>
        <message>
            <source>Top right</source>
            <translation>Oben rechts</translation>
        </message>
        <message>
            <source>Bottom left</source>
            <translation>Unten links</translation>
        </message>
        <message>
            <source>Bottom right</source>
            <translation>Unten rechts</translation>
        </message>
        <message>
            <source>Clear the filters</source>
            <translation>Die Filter löschen</translation>
        </message>
        <message>
            <source>No longer filter by %s</source>
            <translation>Nicht mehr nach %s filtern</translation>
        </message>
        <message>
            <source>%s: any</source>
            <translation>%s: beliebig</translation>
        </message>
        <message>
            <source>Filter by %s</source>
            <translation>Nach %s filtern</translation>
        </message>
    </context>
    <context>
        <name>FilterRow</name>
        <message>
            <source>Filters</source>
            <translation>Filter</translation>
        </message>
        <message numerus="yes">
            <source>Only among %n shown</source>
            <translation>
                <numerusform>Nur unter %n gezeigten</numerusform>
                <numerusform>Nur unter %n gezeigten</numerusform>
            </translation>
        </message>
        <message>
            <source>Searches rank these items anew; remove it for a new search</source>
            <translation>Suchen reihen diese Einträge neu; entfernen Sie dies für eine neue Suche</translation>
        </message>
        <message>
            <source>Nothing is shown that could be ranked anew.</source>
            <translation>Es wird nichts gezeigt, was sich neu reihen ließe.</translation>
        </message>
        <message>
            <source>Re-rank what is shown</source>
            <translation>Gezeigtes neu reihen</translation>
        </message>
        <message>
            <source>Search everywhere</source>
            <translation>Überall suchen</translation>
        </message>
    </context>
    <context>
        <name>FiltersPanel</name>
        <message>
            <source>Filters</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Facets</source>
            <translation>Merkmale</translation>
        </message>
        <message>
            <source>This library does not know what these filters ask for: %s.</source>
            <translation>Diese Bibliothek kennt nicht, wonach diese Filter fragen: %s.</translation>
        </message>
        <message>
            <source>Nothing to filter yet</source>
            <translation>Noch nichts zu filtern</translation>
        </message>
        <message>
            <source>Import photos, videos or film lists first.</source>
            <translation>Importieren Sie zuerst Fotos, Videos oder Filmlisten.</translation>
        </message>
        <message>
            <source>Clear all &amp;filters</source>
            <translation>Alle &amp;Filter löschen</translation>
        </message>
        <message>
            <source>Let everything pass again</source>
            <translation>Alles wieder durchlassen</translation>
        </message>
    </context>
    <context>
        <name>Finding</name>
        <message>
            <source>No network that finds the joints of people is here. {hint}</source>
            <translation>Kein Netz, das die Gelenke von Menschen findet, ist vorhanden. {hint}</translation>
        </message>
        <message numerus="yes">
            <source>The people in %n picture(s) of this library were not looked at yet.</source>
            <translation>
                <numerusform>Nach Menschen wurde in %n Bild dieser Bibliothek noch nicht gesucht.</numerusform>
                <numerusform>Nach Menschen wurde in %n Bildern dieser Bibliothek noch nicht gesucht.</numerusform>
            </translation>
        </message>
        <message>
            <source>Look at them</source>
            <translation>Jetzt suchen</translation>
        </message>
        <message>
            <source>No people were found in this library's pictures.</source>
            <translation>In den Bildern dieser Bibliothek wurden keine Menschen gefunden.</translation>
        </message>
        <message>
            <source>Networks …</source>
            <translation>Netze …</translation>
        </message>
        <message>
            <source>of the body</source>
            <translation>des Körpers</translation>
        </message>
        <message>
            <source>Look for people and their poses</source>
            <translation>Nach Menschen und ihren Posen suchen</translation>
        </message>
    </context>
    <context>
        <name>FlipBar</name>
        <message>
            <source>Fusion: preview of another rule</source>
            <translation>Fusion: Vorschau einer anderen Regel</translation>
        </message>
        <message>
            <source>Fusion rule</source>
            <translation>Fusionsregel</translation>
        </message>
        <message>
            <source>What would move</source>
            <translation>Was sich bewegen würde</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Keep this ranking (Enter)</source>
            <translation>Diese Reihung behalten (Eingabe)</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <source>Back to the ranking before (Esc)</source>
            <translation>Zurück zur Reihung davor (Esc)</translation>
        </message>
        <message>
            <source>What would leave the first %s</source>
            <translation>Was die ersten %s verlassen würde</translation>
        </message>
        <message>
            <source>This is the rule in effect.</source>
            <translation>Diese Regel gilt gerade.</translation>
        </message>
        <message>
            <source>The first {first} stay as they are.</source>
            <translation>Die ersten {first} bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>{n} enter the first {first}, {m} leave them</source>
            <translation>{n} kommen unter die ersten {first}, {m} verlassen sie</translation>
        </message>
        <message>
            <source>The same hits are among the first {first}</source>
            <translation>Dieselben Treffer sind unter den ersten {first}</translation>
        </message>
        <message>
            <source>on average they move %s ranks</source>
            <translation>im Mittel bewegen sie sich um %s Ränge</translation>
        </message>
        <message>
            <source>the highest climber by %s</source>
            <translation>der höchste Aufstieg um %s</translation>
        </message>
    </context>
    <context>
        <name>FlipStrip</name>
        <message>
            <source>Leave it as it is (Esc)</source>
            <translation>So lassen, wie es ist (Esc)</translation>
        </message>
        <message>
            <source>{limb}: it lies in the plane of the page, so there is no other way.</source>
            <translation>{limb}: liegt in der Ebene des Blattes, also gibt es keine andere Möglichkeit.</translation>
        </message>
        <message>
            <source>{limb}: seen from the front all of these look alike. Which one is meant?</source>
            <translation>{limb}: Von vorn sehen diese alle gleich aus. Was ist gemeint?</translation>
        </message>
        <message>
            <source>as it is</source>
            <translation>wie es ist</translation>
        </message>
        <message>
            <source>natural</source>
            <translation>natürlich</translation>
        </message>
        <message>
            <source>strained</source>
            <translation>angestrengt</translation>
        </message>
        <message>
            <source>Way {number}: {said}</source>
            <translation>Möglichkeit {number}: {said}</translation>
        </message>
    </context>
    <context>
        <name>FrameBox</name>
        <message>
            <source>Arrow keys go frame by frame, Page Up and Page Down by ten</source>
            <translation>Pfeiltasten gehen Bild für Bild, Bild auf und Bild ab um zehn</translation>
        </message>
    </context>
    <context>
        <name>FrameRows</name>
        <message>
            <source>matches step %s</source>
            <translation>passt zu Schritt %s</translation>
        </message>
        <message>
            <source>score %s</source>
            <translation>Wertung %s</translation>
        </message>
        <message>
            <source>Hide this video from all results (Shift+X)</source>
            <translation>Dieses Video in allen Ergebnissen ausblenden (Umschalt+X)</translation>
        </message>
        <message>
            <source>Show all hits in lines, or in one line (E)</source>
            <translation>Alle Treffer in mehreren Zeilen zeigen, oder in einer (E)</translation>
        </message>
    </context>
    <context>
        <name>Graph</name>
        <message>
            <source>Export graph</source>
            <translation>Graphen exportieren</translation>
        </message>
        <message>
            <source>Graphs (*.json)</source>
            <translation>Graphen (*.json)</translation>
        </message>
        <message>
            <source>Nothing in this library has tags to walk on yet.</source>
            <translation>Nichts in dieser Bibliothek hat schon Schlagwörter, über die man gehen kann.</translation>
        </message>
        <message>
            <source>No item has the tag “{name}”.</source>
            <translation>Kein Eintrag hat das Schlagwort „{name}“.</translation>
        </message>
        <message>
            <source>No moment was found near these tags.</source>
            <translation>In der Nähe dieser Schlagwörter wurde kein Moment gefunden.</translation>
        </message>
        <message>
            <source>No text matches “{text}”.</source>
            <translation>Kein Text passt zu „{text}“.</translation>
        </message>
        <message>
            <source>Fewer than two values have an item: choose other facets.</source>
            <translation>Weniger als zwei Werte haben einen Eintrag: Wählen Sie andere Merkmale.</translation>
        </message>
        <message>
            <source>The {shown} heaviest of {total} are shown.</source>
            <translation>Gezeigt werden die {shown} schwersten von {total}.</translation>
        </message>
        <message>
            <source>Double click or Enter looks inside; drag moves it</source>
            <translation>Doppelklick oder Eingabe sieht hinein; Ziehen verschiebt</translation>
        </message>
        <message>
            <source>Reading who has what …</source>
            <translation>Liest, wer was hat …</translation>
        </message>
        <message>
            <source>Linking …</source>
            <translation>Verbindet …</translation>
        </message>
        <message>
            <source>Finding clusters …</source>
            <translation>Findet Gruppen …</translation>
        </message>
        <message>
            <source>Laying out …</source>
            <translation>Ordnet an …</translation>
        </message>
        <message>
            <source>{name}, because of {causes}</source>
            <translation>{name}, wegen {causes}</translation>
        </message>
        <message>
            <source>Marked</source>
            <translation>Markiert</translation>
        </message>
        <message>
            <source>Nodes: share of their items that you marked relevant</source>
            <translation>Knoten: Anteil ihrer Einträge, die Sie als passend markiert haben</translation>
        </message>
        <message>
            <source>On lists</source>
            <translation>Auf Listen</translation>
        </message>
        <message>
            <source>Nodes: share of their items on watchlists or in buckets</source>
            <translation>Knoten: Anteil ihrer Einträge auf Merklisten oder in Sammlungen</translation>
        </message>
        <message>
            <source>Well known</source>
            <translation>Bekannt</translation>
        </message>
        <message>
            <source>Nodes: how well known their items are</source>
            <translation>Knoten: wie bekannt ihre Einträge sind</translation>
        </message>
        <message>
            <source>Many items</source>
            <translation>Viele Einträge</translation>
        </message>
        <message>
            <source>Nodes: how many items they have</source>
            <translation>Knoten: wie viele Einträge sie haben</translation>
        </message>
        <message>
            <source>Same items</source>
            <translation>Gleiche Einträge</translation>
        </message>
        <message>
            <source>Links: how often two have the same item</source>
            <translation>Verbindungen: wie oft zwei denselben Eintrag haben</translation>
        </message>
        <message>
            <source>Alike</source>
            <translation>Ähnlich</translation>
        </message>
        <message>
            <source>Links: how many attributes two have in common</source>
            <translation>Verbindungen: wie viele Eigenschaften zwei gemeinsam haben</translation>
        </message>
        <message>
            <source> and {count} more</source>
            <translation> und {count} weitere</translation>
        </message>
        <message>
            <source>%s: no way</source>
            <translation>%s: kein Weg</translation>
        </message>
        <message>
            <source>{items} items</source>
            <translation>{items} Einträge</translation>
        </message>
        <message>
            <source>mostly {badge}</source>
            <translation>meist {badge}</translation>
        </message>
        <message>
            <source>%s: has it</source>
            <translation>%s: hat es</translation>
        </message>
        <message>
            <source>{tag}: {distance} away</source>
            <translation>{tag}: {distance} entfernt</translation>
        </message>
    </context>
    <context>
        <name>GraphEditor</name>
        <message>
            <source>Rename (F2)</source>
            <translation>Umbenennen (F2)</translation>
        </message>
        <message>
            <source>Must be there (M)</source>
            <translation>Muss da sein (M)</translation>
        </message>
        <message>
            <source>Should be there (S)</source>
            <translation>Sollte da sein (S)</translation>
        </message>
        <message>
            <source>Must not be there (X)</source>
            <translation>Darf nicht da sein (X)</translation>
        </message>
        <message>
            <source>Relation from here (R)</source>
            <translation>Beziehung von hier (R)</translation>
        </message>
        <message>
            <source>Relation to</source>
            <translation>Beziehung zu</translation>
        </message>
        <message>
            <source>image region</source>
            <translation>Bildregion</translation>
        </message>
        <message>
            <source>Remove (Delete)</source>
            <translation>Entfernen (Entf)</translation>
        </message>
        <message>
            <source>Add object (N)</source>
            <translation>Objekt hinzufügen (N)</translation>
        </message>
        <message>
            <source>Tidy up</source>
            <translation>Aufräumen</translation>
        </message>
        <message>
            <source>Add image region</source>
            <translation>Bildregion hinzufügen</translation>
        </message>
        <message>
            <source>Double click: new object (N). Drag from one object to another: relation (R). Drop a picture, or a part of one: object that looks like it.</source>
            <translation>Doppelklick: neues Objekt (N). Von einem Objekt zum anderen ziehen: Beziehung (R). Ein Bild oder einen Teil davon ablegen: Objekt, das so aussieht.</translation>
        </message>
        <message>
            <source>Double click to add an object, or drop a picture here</source>
            <translation>Doppelklick fügt ein Objekt hinzu, oder legen Sie hier ein Bild ab</translation>
        </message>
    </context>
    <context>
        <name>GraphMap</name>
        <message>
            <source>Graph</source>
            <translation>Graph</translation>
        </message>
        <message>
            <source>Arrows go from box to box, Enter opens, + and − zoom, 0 shows all.</source>
            <translation>Pfeile gehen von Kasten zu Kasten, Eingabe öffnet, + und − vergrößern und verkleinern, 0 zeigt alles.</translation>
        </message>
    </context>
    <context>
        <name>GraphPanel</name>
        <message>
            <source>Walk</source>
            <translation>Gang</translation>
        </message>
        <message>
            <source>Graph view</source>
            <translation>Graphansicht</translation>
        </message>
        <message>
            <source>From tags to what lies near to them</source>
            <translation>Von Schlagwörtern zu dem, was ihnen nahe liegt</translation>
        </message>
        <message>
            <source>What belongs together, as clusters</source>
            <translation>Was zusammengehört, als Gruppen</translation>
        </message>
        <message>
            <source>Pages of the graph panel</source>
            <translation>Seiten der Graphansicht</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>Graph</translation>
        </message>
        <message>
            <source>This item has no tags to walk from.</source>
            <translation>Dieser Eintrag hat keine Schlagwörter, von denen man losgehen könnte.</translation>
        </message>
        <message>
            <source>Walk from an item</source>
            <translation>Von einem Eintrag losgehen</translation>
        </message>
        <message>
            <source>Walk from its tags</source>
            <translation>Von seinen Schlagwörtern losgehen</translation>
        </message>
        <message>
            <source>Walk from tags</source>
            <translation>Von Schlagwörtern losgehen</translation>
        </message>
        <message>
            <source>What lies near to the tags of the current item</source>
            <translation>Was den Schlagwörtern des aktuellen Eintrags nahe liegt</translation>
        </message>
    </context>
    <context>
        <name>Greeting</name>
        <message>
            <source>Nothing to search yet</source>
            <translation>Noch nichts zu suchen</translation>
        </message>
        <message>
            <source>Import photos, videos or film lists first.</source>
            <translation>Importieren Sie zuerst Fotos, Videos oder Filmlisten.</translation>
        </message>
        <message>
            <source>Import …</source>
            <translation>Importieren …</translation>
        </message>
        <message>
            <source>Ask in the search panel (Ctrl+F): words, pictures, a canvas, sequences.</source>
            <translation>Fragen Sie in der Suche (Strg+F): Wörter, Bilder, eine Skizze, Folgen.</translation>
        </message>
        <message>
            <source>For example:</source>
            <translation>Zum Beispiel:</translation>
        </message>
        <message>
            <source>What are you looking for?</source>
            <translation>Was suchen Sie?</translation>
        </message>
        <message>
            <source>Search for “%s”</source>
            <translation>Nach „%s“ suchen</translation>
        </message>
        <message>
            <source>No hits for “%s”</source>
            <translation>Keine Treffer für „%s“</translation>
        </message>
        <message>
            <source>No hits</source>
            <translation>Keine Treffer</translation>
        </message>
        <message>
            <source>All hits are left out</source>
            <translation>Alle Treffer sind ausgelassen</translation>
        </message>
        <message>
            <source>%s are hidden: excluded, submitted, or seen before.</source>
            <translation>%s sind ausgeblendet: ausgeschlossen, eingereicht oder schon gesehen.</translation>
        </message>
        <message>
            <source>Show them</source>
            <translation>Diese zeigen</translation>
        </message>
        <message>
            <source>Any score</source>
            <translation>Jede Wertung</translation>
        </message>
    </context>
    <context>
        <name>GridView</name>
        <message>
            <source>List: show why each hit was found (V)</source>
            <translation>Liste: zeigen, warum jeder Treffer gefunden wurde (V)</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>Raster</translation>
        </message>
        <message>
            <source>Size of pictures</source>
            <translation>Größe der Bilder</translation>
        </message>
        <message>
            <source>Ctrl+wheel</source>
            <translation>Strg+Rad</translation>
        </message>
        <message>
            <source>Show the results as a list</source>
            <translation>Die Ergebnisse als Liste zeigen</translation>
        </message>
    </context>
    <context>
        <name>GroupList</name>
        <message>
            <source>{total} keyframes
{in_a} in the first, {in_b} in the second
{in_both} in both</source>
            <translation>{total} Schlüsselbilder
{in_a} im ersten, {in_b} im zweiten
{in_both} in beiden</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>Was gefunden wurde</translation>
        </message>
        <message>
            <source>The arrow keys walk through keyframes, Enter opens one, P and N mark it.</source>
            <translation>Die Pfeiltasten gehen durch Schlüsselbilder, Eingabe öffnet eines, P und N markieren es.</translation>
        </message>
    </context>
    <context>
        <name>HelpView</name>
        <message>
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>Find in the help</source>
            <translation>In der Hilfe finden</translation>
        </message>
        <message>
            <source>Pages of the help</source>
            <translation>Seiten der Hilfe</translation>
        </message>
        <message>
            <source>Page of the help</source>
            <translation>Seite der Hilfe</translation>
        </message>
        <message>
            <source>Tour</source>
            <translation>Rundgang</translation>
        </message>
        <message>
            <source>All shortcuts</source>
            <translation>Alle Tastenkürzel</translation>
        </message>
    </context>
    <context>
        <name>HintScreen</name>
        <message>
            <source>What is looked for</source>
            <translation>Was gesucht wird</translation>
        </message>
    </context>
    <context>
        <name>HistogramView</name>
        <message>
            <source>Drag to choose a range; double-click to take it away. Keys: ←, →, Shift</source>
            <translation>Ziehen wählt einen Bereich; ein Doppelklick nimmt ihn weg. Tasten: ←, →, Umschalt</translation>
        </message>
    </context>
    <context>
        <name>HistoryBridge</name>
        <message>
            <source>Undo: %s</source>
            <translation>Rückgängig: %s</translation>
        </message>
        <message>
            <source>Redo: %s</source>
            <translation>Wiederholen: %s</translation>
        </message>
    </context>
    <context>
        <name>HistoryMenu</name>
        <message>
            <source>Asked</source>
            <translation>Gefragt</translation>
        </message>
        <message>
            <source>Nothing was asked yet</source>
            <translation>Noch wurde nichts gefragt</translation>
        </message>
        <message>
            <source>&amp;Back</source>
            <translation>&amp;Zurück</translation>
        </message>
        <message>
            <source>&amp;Forward</source>
            <translation>&amp;Vor</translation>
        </message>
        <message>
            <source>&amp;What changed in the ranking</source>
            <translation>&amp;Was sich an der Reihung geändert hat</translation>
        </message>
        <message>
            <source>Compare this list with an earlier one</source>
            <translation>Diese Liste mit einer früheren vergleichen</translation>
        </message>
        <message>
            <source>&amp;Find an earlier search …</source>
            <translation>&amp;Frühere Suche finden …</translation>
        </message>
        <message>
            <source>&amp;Save this search …</source>
            <translation>Diese Suche &amp;speichern …</translation>
        </message>
        <message>
            <source>Read-only: %s</source>
            <translation>Nur lesbar: %s</translation>
        </message>
        <message>
            <source>Saved</source>
            <translation>Gespeichert</translation>
        </message>
        <message>
            <source>Ask something first, then save it.</source>
            <translation>Fragen Sie zuerst etwas, dann speichern Sie es.</translation>
        </message>
        <message>
            <source>Save this search</source>
            <translation>Diese Suche speichern</translation>
        </message>
        <message>
            <source>Name:</source>
            <translation>Name:</translation>
        </message>
        <message>
            <source>Search saved as “%s”.</source>
            <translation>Suche als „%s“ gespeichert.</translation>
        </message>
        <message>
            <source>Saved search “%s”</source>
            <translation>Gespeicherte Suche „%s“</translation>
        </message>
        <message>
            <source>The saved search “%s” is deleted.</source>
            <translation>Die gespeicherte Suche „%s“ ist gelöscht.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
    </context>
    <context>
        <name>HistoryView</name>
        <message>
            <source>What you did, earliest first</source>
            <translation>Was Sie taten, das Früheste zuerst</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Choose a line to go back to that point.</source>
            <translation>Wählen Sie eine Zeile, um dorthin zurückzugehen.</translation>
        </message>
        <message>
            <source>The beginning</source>
            <translation>Der Anfang</translation>
        </message>
        <message>
            <source>{title}, undone</source>
            <translation>{title}, rückgängig gemacht</translation>
        </message>
    </context>
    <context>
        <name>HitModel</name>
        <message>
            <source>score %s: %s</source>
            <translation>Wertung %s: %s</translation>
        </message>
        <message>
            <source>at %s</source>
            <translation>bei %s</translation>
        </message>
        <message>
            <source>relevant</source>
            <translation>passend</translation>
        </message>
        <message>
            <source>not relevant</source>
            <translation>unpassend</translation>
        </message>
    </context>
    <context>
        <name>ImageCanvas</name>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
    </context>
    <context>
        <name>ImageMap</name>
        <message>
            <source>Map of images</source>
            <translation>Karte von Bildern</translation>
        </message>
        <message numerus="yes">
            <source>%n image(s)</source>
            <translation>
                <numerusform>%n Bild</numerusform>
                <numerusform>%n Bilder</numerusform>
            </translation>
        </message>
        <message>
            <source>{name}, on a map of {count}</source>
            <translation>{name}, auf einer Karte von {count}</translation>
        </message>
        <message numerus="yes">
            <source>stands for %n image(s)</source>
            <translation>
                <numerusform>steht für %n Bild</numerusform>
                <numerusform>steht für %n Bilder</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ImportDialog</name>
        <message>
            <source>New library</source>
            <translation>Neue Bibliothek</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Importieren</translation>
        </message>
        <message>
            <source>Folder of the new library</source>
            <translation>Ordner der neuen Bibliothek</translation>
        </message>
        <message>
            <source>Address or path to import</source>
            <translation>Adresse oder Pfad zum Importieren</translation>
        </message>
        <message>
            <source>Or an address: s3://bucket/folder, gs://…</source>
            <translation>Oder eine Adresse: s3://bucket/ordner, gs://…</translation>
        </message>
        <message>
            <source>What lies under an address of a store. Another server: s3://bucket/folder?endpoint=https://host</source>
            <translation>Was unter einer Adresse eines Speichers liegt. Anderer Server: s3://bucket/ordner?endpoint=https://host</translation>
        </message>
        <message>
            <source>Kind of media</source>
            <translation>Art der Medien</translation>
        </message>
        <message>
            <source>Everything that is found</source>
            <translation>Alles, was gefunden wird</translation>
        </message>
        <message>
            <source>Photos only</source>
            <translation>Nur Fotos</translation>
        </message>
        <message>
            <source>Videos only</source>
            <translation>Nur Videos</translation>
        </message>
        <message>
            <source>Film lists (CSV, JSON lines)</source>
            <translation>Filmlisten (CSV, JSON-Zeilen)</translation>
        </message>
        <message>
            <source>Lifelog pictures</source>
            <translation>Bilder eines Lebenstagebuchs</translation>
        </message>
        <message>
            <source>What do you want to import?</source>
            <translation>Was möchten Sie importieren?</translation>
        </message>
        <message>
            <source>Your files are read, never changed or moved.</source>
            <translation>Ihre Dateien werden gelesen, nie verändert oder verschoben.</translation>
        </message>
        <message>
            <source>Add folder …</source>
            <translation>Ordner hinzufügen …</translation>
        </message>
        <message>
            <source>Add files …</source>
            <translation>Dateien hinzufügen …</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>&amp;Kind</source>
            <translation>&amp;Art</translation>
        </message>
        <message>
            <source>&amp;Library</source>
            <translation>&amp;Bibliothek</translation>
        </message>
        <message>
            <source>Each item is analysed for: {list}.</source>
            <translation>Jeder Eintrag wird untersucht auf: {list}.</translation>
        </message>
        <message>
            <source>Choose …</source>
            <translation>Wählen …</translation>
        </message>
        <message>
            <source>There is nothing at “%s”.</source>
            <translation>Bei „%s“ ist nichts.</translation>
        </message>
        <message>
            <source>Press Enter to add what you typed.</source>
            <translation>Drücken Sie Eingabe, um das Getippte hinzuzufügen.</translation>
        </message>
        <message>
            <source>Add a folder, files or an address, or drop them into the list.</source>
            <translation>Fügen Sie einen Ordner, Dateien oder eine Adresse hinzu, oder ziehen Sie sie in die Liste.</translation>
        </message>
        <message>
            <source>Name the folder of the new library.</source>
            <translation>Nennen Sie den Ordner der neuen Bibliothek.</translation>
        </message>
        <message>
            <source>Choose a folder to import</source>
            <translation>Ordner zum Importieren wählen</translation>
        </message>
        <message>
            <source>Choose files to import</source>
            <translation>Dateien zum Importieren wählen</translation>
        </message>
    </context>
    <context>
        <name>Inspector</name>
        <message>
            <source>What matched what</source>
            <translation>Was wozu passt</translation>
        </message>
        <message>
            <source>Relations that are %s: seen, and counted in searches</source>
            <translation>Beziehungen, die %s sind: zu sehen und bei der Suche gezählt</translation>
        </message>
        <message>
            <source>all objects</source>
            <translation>alle Objekte</translation>
        </message>
        <message>
            <source>Draw also what did not match</source>
            <translation>Auch zeichnen, was nicht passte</translation>
        </message>
        <message>
            <source>Region → graph</source>
            <translation>Region → Graph</translation>
        </message>
        <message>
            <source>Take the region that was drawn (Shift and drag) over into the query (Enter)</source>
            <translation>Die gezogene Region (Umschalt und Ziehen) in die Anfrage übernehmen (Eingabe)</translation>
        </message>
        <message>
            <source>Choose a result to see what matched in it.</source>
            <translation>Wählen Sie ein Ergebnis, um zu sehen, was darin passte.</translation>
        </message>
        <message>
            <source>objects %s</source>
            <translation>Objekte %s</translation>
        </message>
        <message>
            <source>relations %s</source>
            <translation>Beziehungen %s</translation>
        </message>
        <message>
            <source>stands for “%s”</source>
            <translation>steht für „%s“</translation>
        </message>
        <message>
            <source>No scene graph is known of this image.</source>
            <translation>Von diesem Bild ist kein Szenengraph bekannt.</translation>
        </message>
        <message>
            <source>Nothing of the query is in this image.</source>
            <translation>Nichts aus der Anfrage ist in diesem Bild.</translation>
        </message>
        <message>
            <source>In this image: %s</source>
            <translation>In diesem Bild: %s</translation>
        </message>
        <message>
            <source>→ image of sentence %s</source>
            <translation>→ Bild zu Satz %s</translation>
        </message>
        <message>
            <source>Another image of this moment; Enter goes there</source>
            <translation>Ein anderes Bild dieses Moments; Eingabe geht dorthin</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>Inspektor</translation>
        </message>
        <message>
            <source>Name, place in the list, time</source>
            <translation>Name, Platz in der Liste, Zeit</translation>
        </message>
        <message>
            <source>What matched</source>
            <translation>Was gepasst hat</translation>
        </message>
        <message>
            <source>Concepts; a click asks for one, too</source>
            <translation>Begriffe; ein Klick fragt auch nach diesem</translation>
        </message>
        <message>
            <source>All shots of its video</source>
            <translation>Alle Szenen seines Videos</translation>
        </message>
        <message>
            <source>Before and after in time</source>
            <translation>Zeitlich davor und danach</translation>
        </message>
        <message>
            <source>Why it is there</source>
            <translation>Warum es da ist</translation>
        </message>
        <message>
            <source>Close the inspector (I)</source>
            <translation>Den Inspektor schließen (I)</translation>
        </message>
        <message>
            <source>Choose a hit to see it large, and why it is there.</source>
            <translation>Wählen Sie einen Treffer, um ihn groß zu sehen, und warum er da ist.</translation>
        </message>
        <message>
            <source>rank %s</source>
            <translation>Rang %s</translation>
        </message>
        <message>
            <source>not in this list</source>
            <translation>nicht in dieser Liste</translation>
        </message>
        <message>
            <source>at %s</source>
            <translation>bei %s</translation>
        </message>
        <message>
            <source>In the picture: %s</source>
            <translation>Im Bild: %s</translation>
        </message>
        <message>
            <source>Concepts that matched:</source>
            <translation>Begriffe, die gepasst haben:</translation>
        </message>
        <message>
            <source>Named in it:</source>
            <translation>Darauf benannt:</translation>
        </message>
        <message>
            <source>Ask for “%s”, too</source>
            <translation>Auch nach „%s“ fragen</translation>
        </message>
        <message>
            <source>In its video: shot {n} of {all}</source>
            <translation>In seinem Video: Szene {n} von {all}</translation>
        </message>
        <message>
            <source>Before and after</source>
            <translation>Davor und danach</translation>
        </message>
        <message>
            <source>All shots: %s</source>
            <translation>Alle Szenen: %s</translation>
        </message>
    </context>
    <context>
        <name>ItemActions</name>
        <message>
            <source>Add to watchlist</source>
            <translation>Auf Merkliste setzen</translation>
        </message>
        <message>
            <source>Watchlist:</source>
            <translation>Merkliste:</translation>
        </message>
        <message>
            <source>Add to bucket</source>
            <translation>In Sammlung legen</translation>
        </message>
        <message>
            <source>Bucket:</source>
            <translation>Sammlung:</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>Schlagwort</translation>
        </message>
        <message>
            <source>Tag:</source>
            <translation>Schlagwort:</translation>
        </message>
        <message>
            <source>Select {least} to {most} items to compare; {count} are selected.</source>
            <translation>Wählen Sie {least} bis {most} Einträge zum Vergleichen; gewählt sind {count}.</translation>
        </message>
        <message>
            <source>Select one to five more items to compare this one with.</source>
            <translation>Wählen Sie einen bis fünf weitere Einträge, um diesen damit zu vergleichen.</translation>
        </message>
        <message>
            <source>Copied %s</source>
            <translation>%s kopiert</translation>
        </message>
        <message>
            <source>one path</source>
            <translation>ein Pfad</translation>
        </message>
        <message>
            <source>%s paths</source>
            <translation>%s Pfade</translation>
        </message>
        <message>
            <source>It lies in a store; its address was copied.</source>
            <translation>Er liegt in einem Speicher; seine Adresse wurde kopiert.</translation>
        </message>
        <message>
            <source>No file manager opened “%s”.</source>
            <translation>Kein Dateimanager hat „%s“ geöffnet.</translation>
        </message>
        <message>
            <source>Remove %s</source>
            <translation>%s entfernen</translation>
        </message>
        <message>
            <source>one item</source>
            <translation>einen Eintrag</translation>
        </message>
        <message>
            <source>%s items</source>
            <translation>%s Einträge</translation>
        </message>
        <message>
            <source>One item was removed.</source>
            <translation>Ein Eintrag wurde entfernt.</translation>
        </message>
        <message>
            <source>%s items were removed.</source>
            <translation>%s Einträge wurden entfernt.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>This cannot be undone alone: more was done since. Use the history.</source>
            <translation>Das lässt sich nicht allein rückgängig machen: Seitdem ist mehr geschehen. Nehmen Sie den Verlauf.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Show in results</source>
            <translation>In den Ergebnissen zeigen</translation>
        </message>
        <message>
            <source>Export selection …</source>
            <translation>Auswahl exportieren …</translation>
        </message>
        <message>
            <source>&amp;Export …</source>
            <translation>&amp;Exportieren …</translation>
        </message>
        <message>
            <source>Import &amp;labels and tags …</source>
            <translation>Marken und Schlagwörter im&amp;portieren …</translation>
        </message>
        <message>
            <source>Add to watchlist …</source>
            <translation>Auf Merkliste setzen …</translation>
        </message>
        <message>
            <source>Add to bucket …</source>
            <translation>In Sammlung legen …</translation>
        </message>
        <message>
            <source>Tag …</source>
            <translation>Schlagwort …</translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>Pfad kopieren</translation>
        </message>
        <message>
            <source>Show in file manager</source>
            <translation>Im Dateimanager zeigen</translation>
        </message>
        <message>
            <source>Remove from library</source>
            <translation>Aus der Bibliothek entfernen</translation>
        </message>
        <message>
            <source>Show the picture large, or play the video</source>
            <translation>Das Bild groß zeigen oder das Video abspielen</translation>
        </message>
        <message>
            <source>Show two to six selected items side by side</source>
            <translation>Zwei bis sechs gewählte Einträge nebeneinander zeigen</translation>
        </message>
        <message>
            <source>Bring the current item into view in the list of results</source>
            <translation>Den aktuellen Eintrag in der Liste der Ergebnisse ins Bild holen</translation>
        </message>
        <message>
            <source>Write the selected items to a file: table, ZIP, contact sheet</source>
            <translation>Die gewählten Einträge in eine Datei schreiben: Tabelle, ZIP, Kontaktbogen</translation>
        </message>
        <message>
            <source>Write items to a file, or draw the wall at any size</source>
            <translation>Einträge in eine Datei schreiben, oder die Wand in jeder Größe zeichnen</translation>
        </message>
        <message>
            <source>Take labels, tags, buckets and watchlists from an export</source>
            <translation>Marken, Schlagwörter, Sammlungen und Merklisten aus einem Export übernehmen</translation>
        </message>
        <message>
            <source>Put the selected items on a watchlist</source>
            <translation>Die gewählten Einträge auf eine Merkliste setzen</translation>
        </message>
        <message>
            <source>Put the selected items into a bucket</source>
            <translation>Die gewählten Einträge in eine Sammlung legen</translation>
        </message>
        <message>
            <source>Give the selected items a tag</source>
            <translation>Den gewählten Einträgen ein Schlagwort geben</translation>
        </message>
        <message>
            <source>Copy the paths of the selected items</source>
            <translation>Die Pfade der gewählten Einträge kopieren</translation>
        </message>
        <message>
            <source>Open the folder of the current item</source>
            <translation>Den Ordner des aktuellen Eintrags öffnen</translation>
        </message>
        <message>
            <source>Take the selected items out of the library; files stay where they are</source>
            <translation>Die gewählten Einträge aus der Bibliothek nehmen; Dateien bleiben, wo sie sind</translation>
        </message>
    </context>
    <context>
        <name>ItemButtons</name>
        <message>
            <source>■ Stop</source>
            <translation>■ Anhalten</translation>
        </message>
        <message>
            <source>▶ Play</source>
            <translation>▶ Abspielen</translation>
        </message>
        <message>
            <source>Play at the hit, or stop (P)</source>
            <translation>Beim Treffer abspielen, oder anhalten (P)</translation>
        </message>
        <message>
            <source>Find more by</source>
            <translation>Mehr finden nach</translation>
        </message>
        <message>
            <source>Find more like this, by a feature of your choice (L)</source>
            <translation>Mehr davon finden, nach einem Merkmal Ihrer Wahl (L)</translation>
        </message>
        <message>
            <source>All that can be done with the item</source>
            <translation>Alles, was sich mit dem Eintrag tun lässt</translation>
        </message>
    </context>
    <context>
        <name>ItemMenu</name>
        <message>
            <source>Find more by</source>
            <translation>Mehr finden nach</translation>
        </message>
        <message>
            <source>Explain why it is here</source>
            <translation>Erklären, warum es hier ist</translation>
        </message>
        <message>
            <source>Collect</source>
            <translation>Sammeln</translation>
        </message>
        <message>
            <source>Exclude</source>
            <translation>Ausschließen</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
    </context>
    <context>
        <name>JobNotes</name>
        <message>
            <source>Building the index</source>
            <translation>Der Index wird gebaut</translation>
        </message>
        <message>
            <source>Checking</source>
            <translation>Wird geprüft</translation>
        </message>
        <message>
            <source>Checking the catalogue</source>
            <translation>Der Katalog wird geprüft</translation>
        </message>
        <message>
            <source>Checking the thumbnails</source>
            <translation>Die Vorschaubilder werden geprüft</translation>
        </message>
        <message>
            <source>Comparing</source>
            <translation>Wird verglichen</translation>
        </message>
        <message>
            <source>Comparing clocks</source>
            <translation>Uhren werden verglichen</translation>
        </message>
        <message>
            <source>Comparing images</source>
            <translation>Bilder werden verglichen</translation>
        </message>
        <message>
            <source>Comparing items</source>
            <translation>Einträge werden verglichen</translation>
        </message>
        <message>
            <source>Comparing poses</source>
            <translation>Posen werden verglichen</translation>
        </message>
        <message>
            <source>Comparing scene graphs</source>
            <translation>Szenengraphen werden verglichen</translation>
        </message>
        <message>
            <source>Comparing what could be done</source>
            <translation>Mögliche Schritte werden verglichen</translation>
        </message>
        <message>
            <source>Comparing what is known</source>
            <translation>Bekanntes wird verglichen</translation>
        </message>
        <message>
            <source>Completing graphs</source>
            <translation>Graphen werden ergänzt</translation>
        </message>
        <message>
            <source>Copying the catalogue</source>
            <translation>Der Katalog wird kopiert</translation>
        </message>
        <message>
            <source>Correlating</source>
            <translation>Zusammenhänge werden berechnet</translation>
        </message>
        <message>
            <source>Describing parts of pictures</source>
            <translation>Teile von Bildern werden beschrieben</translation>
        </message>
        <message>
            <source>Drawing bodies</source>
            <translation>Körper werden gezeichnet</translation>
        </message>
        <message>
            <source>Drawing the days of the demo</source>
            <translation>Die Tage der Demo werden gezeichnet</translation>
        </message>
        <message>
            <source>Drawing the demo pictures</source>
            <translation>Die Bilder der Demo werden gezeichnet</translation>
        </message>
        <message>
            <source>Estimating what is hidden</source>
            <translation>Verborgenes wird geschätzt</translation>
        </message>
        <message>
            <source>Explaining</source>
            <translation>Wird erklärt</translation>
        </message>
        <message>
            <source>Extending the image graph</source>
            <translation>Der Bildgraph wird erweitert</translation>
        </message>
        <message>
            <source>Finding clusters</source>
            <translation>Gruppen werden gefunden</translation>
        </message>
        <message>
            <source>Finding events</source>
            <translation>Ereignisse werden gefunden</translation>
        </message>
        <message>
            <source>Finding means</source>
            <translation>Mittelwerte werden gefunden</translation>
        </message>
        <message>
            <source>Finding stays</source>
            <translation>Aufenthalte werden gefunden</translation>
        </message>
        <message>
            <source>Finding trips</source>
            <translation>Fahrten werden gefunden</translation>
        </message>
        <message>
            <source>Fitting the map</source>
            <translation>Die Karte wird angepasst</translation>
        </message>
        <message>
            <source>Grouping</source>
            <translation>Wird gruppiert</translation>
        </message>
        <message>
            <source>Joining</source>
            <translation>Wird verbunden</translation>
        </message>
        <message>
            <source>Joining parts of the image graph</source>
            <translation>Teile des Bildgraphen werden verbunden</translation>
        </message>
        <message>
            <source>Laying out the grid</source>
            <translation>Das Raster wird angeordnet</translation>
        </message>
        <message>
            <source>Laying out the space</source>
            <translation>Der Raum wird angeordnet</translation>
        </message>
        <message>
            <source>Learning</source>
            <translation>Lernt</translation>
        </message>
        <message>
            <source>Learning from what was seen</source>
            <translation>Lernt aus Gesehenem</translation>
        </message>
        <message>
            <source>Learning how the vectors lie</source>
            <translation>Lernt, wie die Vektoren liegen</translation>
        </message>
        <message>
            <source>Learning what concepts mean</source>
            <translation>Lernt, was Begriffe bedeuten</translation>
        </message>
        <message>
            <source>Linking images</source>
            <translation>Bilder werden verknüpft</translation>
        </message>
        <message>
            <source>Listening</source>
            <translation>Hört zu</translation>
        </message>
        <message>
            <source>Logging in</source>
            <translation>Meldet an</translation>
        </message>
        <message>
            <source>Looking for moments</source>
            <translation>Momente werden gesucht</translation>
        </message>
        <message>
            <source>Looking for moments in order</source>
            <translation>Momente werden der Reihe nach gesucht</translation>
        </message>
        <message>
            <source>Looking for neighbours</source>
            <translation>Nachbarn werden gesucht</translation>
        </message>
        <message>
            <source>Looking for poses</source>
            <translation>Posen werden gesucht</translation>
        </message>
        <message>
            <source>Making maps</source>
            <translation>Karten werden gemacht</translation>
        </message>
        <message>
            <source>Making tasks</source>
            <translation>Aufgaben werden gemacht</translation>
        </message>
        <message>
            <source>Making thumbnails again</source>
            <translation>Vorschaubilder werden neu gemacht</translation>
        </message>
        <message>
            <source>Matching</source>
            <translation>Wird zugeordnet</translation>
        </message>
        <message>
            <source>Measuring</source>
            <translation>Wird gemessen</translation>
        </message>
        <message>
            <source>Measuring the clusters</source>
            <translation>Die Gruppen werden gemessen</translation>
        </message>
        <message>
            <source>Measuring the index</source>
            <translation>Der Index wird gemessen</translation>
        </message>
        <message>
            <source>Measuring the network</source>
            <translation>Das Netz wird gemessen</translation>
        </message>
        <message>
            <source>Measuring the quality of the map</source>
            <translation>Die Güte der Karte wird gemessen</translation>
        </message>
        <message>
            <source>Measuring the vectors</source>
            <translation>Die Vektoren werden gemessen</translation>
        </message>
        <message>
            <source>Noting places and events</source>
            <translation>Orte und Ereignisse werden eingetragen</translation>
        </message>
        <message>
            <source>Placing items on the map</source>
            <translation>Einträge kommen auf die Karte</translation>
        </message>
        <message>
            <source>Ranking</source>
            <translation>Wird gereiht</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>Wird gelesen</translation>
        </message>
        <message>
            <source>Reading concepts</source>
            <translation>Begriffe werden gelesen</translation>
        </message>
        <message>
            <source>Reading evaluations</source>
            <translation>Evaluationen werden gelesen</translation>
        </message>
        <message>
            <source>Reading positions</source>
            <translation>Positionen werden gelesen</translation>
        </message>
        <message>
            <source>Reading scene graphs</source>
            <translation>Szenengraphen werden gelesen</translation>
        </message>
        <message>
            <source>Reading the image</source>
            <translation>Das Bild wird gelesen</translation>
        </message>
        <message>
            <source>Reading vectors</source>
            <translation>Vektoren werden gelesen</translation>
        </message>
        <message>
            <source>Reading videos</source>
            <translation>Videos werden gelesen</translation>
        </message>
        <message>
            <source>Scoring</source>
            <translation>Wird bewertet</translation>
        </message>
        <message>
            <source>Searching</source>
            <translation>Wird gesucht</translation>
        </message>
        <message>
            <source>Searching by canvas</source>
            <translation>Sucht mit der Skizze</translation>
        </message>
        <message>
            <source>Searching facets</source>
            <translation>Merkmale werden durchsucht</translation>
        </message>
        <message>
            <source>Searching words</source>
            <translation>Wörter werden durchsucht</translation>
        </message>
        <message>
            <source>Sorting</source>
            <translation>Wird geordnet</translation>
        </message>
        <message>
            <source>Sorting items into clusters</source>
            <translation>Einträge werden in Gruppen geordnet</translation>
        </message>
        <message>
            <source>Thumbnails</source>
            <translation>Vorschaubilder</translation>
        </message>
        <message>
            <source>Training the map</source>
            <translation>Die Karte wird trainiert</translation>
        </message>
        <message>
            <source>Waiting for another import</source>
            <translation>Wartet auf einen anderen Import</translation>
        </message>
        <message>
            <source>Writing the clusters</source>
            <translation>Die Gruppen werden geschrieben</translation>
        </message>
        <message>
            <source>clusters</source>
            <translation>Gruppen</translation>
        </message>
        <message>
            <source>items</source>
            <translation>Einträge</translation>
        </message>
        <message>
            <source>links</source>
            <translation>Verbindungen</translation>
        </message>
        <message>
            <source>places</source>
            <translation>Orte</translation>
        </message>
        <message>
            <source>reading pictures</source>
            <translation>Bilder werden gelesen</translation>
        </message>
        <message>
            <source>testing</source>
            <translation>wird geprüft</translation>
        </message>
    </context>
    <context>
        <name>JobRow</name>
        <message>
            <source>Progress of “{job}”</source>
            <translation>Fortschritt von „{job}“</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Remove from the list</source>
            <translation>Aus der Liste entfernen</translation>
        </message>
        <message>
            <source>Show skipped files</source>
            <translation>Übersprungene Dateien zeigen</translation>
        </message>
        <message>
            <source>Copy list</source>
            <translation>Liste kopieren</translation>
        </message>
        <message>
            <source>Skipped files with the reason</source>
            <translation>Übersprungene Dateien mit dem Grund</translation>
        </message>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} von {total}</translation>
        </message>
        <message>
            <source>{rate} a second</source>
            <translation>{rate} je Sekunde</translation>
        </message>
        <message>
            <source>{time} left</source>
            <translation>noch {time}</translation>
        </message>
        <message>
            <source>{n} s</source>
            <translation>{n} s</translation>
        </message>
        <message>
            <source>{n} min</source>
            <translation>{n} min</translation>
        </message>
        <message>
            <source>{h} h {m} min</source>
            <translation>{h} h {m} min</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>Läuft</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>Cancelled; what was finished is kept.</source>
            <translation>Abgebrochen; was fertig war, bleibt erhalten.</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Fertig</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) added</source>
            <translation>
                <numerusform>%n Eintrag hinzugefügt</numerusform>
                <numerusform>%n Einträge hinzugefügt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n updated</source>
            <translation>
                <numerusform>%n geändert</numerusform>
                <numerusform>%n geändert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unchanged</source>
            <translation>
                <numerusform>%n unverändert</numerusform>
                <numerusform>%n unverändert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n missing</source>
            <translation>
                <numerusform>%n fehlt</numerusform>
                <numerusform>%n fehlen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n measurement(s)</source>
            <translation>
                <numerusform>%n Messwert</numerusform>
                <numerusform>%n Messwerte</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n position(s)</source>
            <translation>
                <numerusform>%n Position</numerusform>
                <numerusform>%n Positionen</numerusform>
            </translation>
        </message>
        <message>
            <source>Failed: {error}</source>
            <translation>Fehlgeschlagen: {error}</translation>
        </message>
        <message numerus="yes">
            <source>%n skipped file(s)</source>
            <translation>
                <numerusform>%n übersprungene Datei</numerusform>
                <numerusform>%n übersprungene Dateien</numerusform>
            </translation>
        </message>
        <message>
            <source>Stopping …</source>
            <translation>Wird angehalten …</translation>
        </message>
    </context>
    <context>
        <name>JobsView</name>
        <message>
            <source>Jobs</source>
            <translation>Aufgaben</translation>
        </message>
        <message>
            <source>Nothing runs. Imports and other long work appear here.</source>
            <translation>Nichts läuft. Importe und andere längere Arbeiten erscheinen hier.</translation>
        </message>
    </context>
    <context>
        <name>JointsPage</name>
        <message>
            <source>Joints of the body</source>
            <translation>Gelenke des Körpers</translation>
        </message>
        <message>
            <source>Joints, unsure ones first</source>
            <translation>Gelenke, unsichere zuerst</translation>
        </message>
        <message>
            <source>{joint}: right in {percent} % of such drawings</source>
            <translation>{joint}: stimmt in {percent} % solcher Zeichnungen</translation>
        </message>
        <message>
            <source>Choose a joint in the list, the drawing or the view</source>
            <translation>Wählen Sie ein Gelenk in der Liste, der Zeichnung oder der Ansicht</translation>
        </message>
        <message>
            <source>{low}° to {high}°</source>
            <translation>{low}° bis {high}°</translation>
        </message>
        <message>
            <source>Mirror the pose (X)</source>
            <translation>Die Pose spiegeln (X)</translation>
        </message>
        <message>
            <source>Reset the pose</source>
            <translation>Die Pose zurücksetzen</translation>
        </message>
        <message>
            <source>Lock the whole pose: drawing changes nothing of it</source>
            <translation>Die ganze Pose sperren: Zeichnen ändert nichts daran</translation>
        </message>
        <message>
            <source>Symmetric</source>
            <translation>Symmetrisch</translation>
        </message>
        <message>
            <source>What one side does, the other one does too</source>
            <translation>Was eine Seite tut, tut auch die andere</translation>
        </message>
        <message>
            <source>Beyond limits</source>
            <translation>Über Grenzen</translation>
        </message>
        <message>
            <source>Joints may turn farther than those of people do</source>
            <translation>Gelenke dürfen sich weiter drehen als die von Menschen</translation>
        </message>
        <message>
            <source>Lock the joint (L)</source>
            <translation>Das Gelenk sperren (L)</translation>
        </message>
        <message>
            <source>Lock the limb (Shift+L)</source>
            <translation>Arm oder Bein sperren (Umschalt+L)</translation>
        </message>
        <message>
            <source>Pin hand or foot: it stays while others are dragged (N)</source>
            <translation>Hand oder Fuß anheften: bleibt, während anderes gezogen wird (N)</translation>
        </message>
        <message>
            <source>Other ways of the limb in depth (D)</source>
            <translation>Andere Möglichkeiten in der Tiefe für Arm oder Bein (D)</translation>
        </message>
        <message>
            <source>The other side does the same, mirrored (Shift+X)</source>
            <translation>Die andere Seite tut dasselbe, gespiegelt (Umschalt+X)</translation>
        </message>
        <message>
            <source>Reset the limb</source>
            <translation>Arm oder Bein zurücksetzen</translation>
        </message>
        <message>
            <source>Bend</source>
            <translation>Beugen</translation>
        </message>
        <message>
            <source>About the axis from right to left; forward is positive</source>
            <translation>Um die Achse von rechts nach links; vorwärts ist positiv</translation>
        </message>
        <message>
            <source>Turn</source>
            <translation>Drehen</translation>
        </message>
        <message>
            <source>About the upright axis; to the left is positive</source>
            <translation>Um die senkrechte Achse; nach links ist positiv</translation>
        </message>
        <message>
            <source>Lean</source>
            <translation>Neigen</translation>
        </message>
        <message>
            <source>About the axis to the viewer</source>
            <translation>Um die Achse zum Betrachter</translation>
        </message>
    </context>
    <context>
        <name>KeyBox</name>
        <message>
            <source>Cluster or sort by</source>
            <translation>Gruppieren oder ordnen nach</translation>
        </message>
        <message>
            <source>What the clusters are made by, or what is sorted by</source>
            <translation>Wonach gruppiert oder geordnet wird</translation>
        </message>
    </context>
    <context>
        <name>Labeller</name>
        <message>
            <source>Tag {items} “{name}”</source>
            <translation>Schlagwort „{name}“ für {items}</translation>
        </message>
        <message>
            <source>Untag {items} “{name}”</source>
            <translation>Schlagwort „{name}“ von {items} entfernen</translation>
        </message>
        <message>
            <source>Add {items} to “{name}”</source>
            <translation>{items} zu „{name}“ hinzufügen</translation>
        </message>
        <message>
            <source>Take {items} from “{name}”</source>
            <translation>{items} aus „{name}“ nehmen</translation>
        </message>
        <message>
            <source>Mark %s as relevant</source>
            <translation>%s als passend markieren</translation>
        </message>
        <message>
            <source>Mark %s as not relevant</source>
            <translation>%s als unpassend markieren</translation>
        </message>
        <message>
            <source>Take the mark from %s</source>
            <translation>Marke von %s entfernen</translation>
        </message>
        <message>
            <source>one item</source>
            <translation>ein Eintrag</translation>
        </message>
        <message>
            <source>%s items</source>
            <translation>%s Einträge</translation>
        </message>
    </context>
    <context>
        <name>LatePanels</name>
        <message>
            <source>The panel “{name}” cannot be shown: {error}</source>
            <translation>Die Ansicht „{name}“ kann nicht gezeigt werden: {error}</translation>
        </message>
    </context>
    <context>
        <name>LayerBar</name>
        <message>
            <source>Layer, from early (edges, colours) to late (things)</source>
            <translation>Schicht, von früh (Kanten, Farben) bis spät (Dinge)</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>Schicht</translation>
        </message>
        <message>
            <source>Auto</source>
            <translation>Auto</translation>
        </message>
        <message>
            <source>The last convolutional layer, which knows things (L)</source>
            <translation>Die letzte Faltungsschicht, die Dinge kennt (L)</translation>
        </message>
        <message>
            <source>Layers …</source>
            <translation>Schichten …</translation>
        </message>
        <message>
            <source>All layers, drawn with their shapes (Shift+L)</source>
            <translation>Alle Schichten, mit ihrer Form gezeichnet (Umschalt+L)</translation>
        </message>
        <message>
            <source>no layer with an extent</source>
            <translation>keine Schicht mit Ausdehnung</translation>
        </message>
    </context>
    <context>
        <name>LayerBlocks</name>
        <message>
            <source>Layers from early to late</source>
            <translation>Schichten von früh bis spät</translation>
        </message>
        <message>
            <source> (auto)</source>
            <translation> (auto)</translation>
        </message>
    </context>
    <context>
        <name>LayersPage</name>
        <message>
            <source>Opacity</source>
            <translation>Deckkraft</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>Zeichnung</translation>
        </message>
        <message numerus="yes">
            <source>%n stroke(s)</source>
            <translation>
                <numerusform>%n Strich</numerusform>
                <numerusform>%n Striche</numerusform>
            </translation>
        </message>
        <message>
            <source>{name}: {strokes}. The box shows or hides it.</source>
            <translation>{name}: {strokes}. Das Kästchen zeigt oder verbirgt sie.</translation>
        </message>
        <message>
            <source>Layers, the uppermost first</source>
            <translation>Ebenen, die oberste zuerst</translation>
        </message>
        <message>
            <source>Space hides or shows, L locks, F2 renames, Delete removes, Insert adds, Ctrl with Up and Down moves the layer.</source>
            <translation>Leertaste verbirgt oder zeigt, L sperrt, F2 benennt um, Entf entfernt, Einfg fügt hinzu, Strg mit Auf und Ab verschiebt die Ebene.</translation>
        </message>
        <message>
            <source>Add a layer above (Insert)</source>
            <translation>Eine Ebene darüber hinzufügen (Einfg)</translation>
        </message>
        <message>
            <source>Remove the layer (Delete)</source>
            <translation>Die Ebene entfernen (Entf)</translation>
        </message>
        <message>
            <source>Rename the layer (F2)</source>
            <translation>Die Ebene umbenennen (F2)</translation>
        </message>
        <message>
            <source>Move the layer up (Ctrl+Up)</source>
            <translation>Die Ebene nach oben (Strg+Auf)</translation>
        </message>
        <message>
            <source>Move the layer down (Ctrl+Down)</source>
            <translation>Die Ebene nach unten (Strg+Ab)</translation>
        </message>
        <message>
            <source>Keep the layer from being drawn on (L)</source>
            <translation>Die Ebene vor dem Zeichnen schützen (L)</translation>
        </message>
        <message>
            <source>Merge with the layer below</source>
            <translation>Mit der Ebene darunter vereinen</translation>
        </message>
        <message>
            <source>Opacity of the layer</source>
            <translation>Deckkraft der Ebene</translation>
        </message>
    </context>
    <context>
        <name>Libraries</name>
        <message>
            <source>Opening “{name}” …</source>
            <translation>„{name}“ wird geöffnet …</translation>
        </message>
        <message>
            <source>Making the demo library …</source>
            <translation>Die Demo-Bibliothek wird angelegt …</translation>
        </message>
        <message>
            <source>A library is being moved. Stop the move first.</source>
            <translation>Eine Bibliothek zieht gerade um. Halten Sie erst den Umzug an.</translation>
        </message>
        <message>
            <source>Open library</source>
            <translation>Bibliothek öffnen</translation>
        </message>
        <message>
            <source>similarity</source>
            <translation>Ähnlichkeit</translation>
        </message>
        <message>
            <source>colours</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>objects</source>
            <translation>Objekte</translation>
        </message>
        <message>
            <source>text in pictures</source>
            <translation>Text in Bildern</translation>
        </message>
        <message>
            <source>Import of {name}</source>
            <translation>Import von {name}</translation>
        </message>
        <message numerus="yes">
            <source>%n source(s)</source>
            <translation>
                <numerusform>%n Quelle</numerusform>
                <numerusform>%n Quellen</numerusform>
            </translation>
        </message>
        <message>
            <source>Analysis of what is new</source>
            <translation>Analyse des Neuen</translation>
        </message>
        <message>
            <source>Check of the library</source>
            <translation>Prüfung der Bibliothek</translation>
        </message>
        <message>
            <source>The library is sound.</source>
            <translation>Die Bibliothek ist in Ordnung.</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Prüfung</translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s) found.</source>
            <translation>
                <numerusform>%n Problem gefunden.</numerusform>
                <numerusform>%n Probleme gefunden.</numerusform>
            </translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
    </context>
    <context>
        <name>LibraryPage</name>
        <message>
            <source>Nothing has this name.</source>
            <translation>Nichts heißt so.</translation>
        </message>
        <message>
            <source>Drawing the pictures …</source>
            <translation>Die Bilder werden gezeichnet …</translation>
        </message>
        <message>
            <source>What you draw is kept here by itself.</source>
            <translation>Was Sie zeichnen, wird hier von selbst aufbewahrt.</translation>
        </message>
        <message>
            <source>There is nothing here.</source>
            <translation>Hier ist nichts.</translation>
        </message>
        <message>
            <source>What the library shows</source>
            <translation>Was die Vorlagen zeigen</translation>
        </message>
        <message>
            <source>Poses</source>
            <translation>Posen</translation>
        </message>
        <message>
            <source>Drawings of late</source>
            <translation>Letzte Zeichnungen</translation>
        </message>
        <message>
            <source>Sample sketches</source>
            <translation>Beispielskizzen</translation>
        </message>
        <message>
            <source>Find by name; Down goes to the pictures</source>
            <translation>Nach dem Namen finden; Ab geht zu den Bildern</translation>
        </message>
        <message>
            <source>Pictures: Enter or a double click takes one</source>
            <translation>Bilder: Eingabe oder ein Doppelklick nimmt eines</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>Finden</translation>
        </message>
    </context>
    <context>
        <name>LifeMap</name>
        <message>
            <source>Map</source>
            <translation>Karte</translation>
        </message>
    </context>
    <context>
        <name>Lifelog</name>
        <message>
            <source>All, merged</source>
            <translation>Alle, verschmolzen</translation>
        </message>
        <message>
            <source>Scene graph</source>
            <translation>Szenengraph</translation>
        </message>
        <message>
            <source>Concepts (TF-IDF)</source>
            <translation>Begriffe (TF-IDF)</translation>
        </message>
        <message>
            <source>Concepts (BM25)</source>
            <translation>Begriffe (BM25)</translation>
        </message>
        <message>
            <source>Meaning of the graph's words</source>
            <translation>Bedeutung der Wörter des Graphen</translation>
        </message>
        <message>
            <source>Picture and text (CLIP)</source>
            <translation>Bild und Text (CLIP)</translation>
        </message>
        <message>
            <source>Reciprocal rank</source>
            <translation>Reziproker Rang</translation>
        </message>
        <message>
            <source>By the graph, among all that any found</source>
            <translation>Nach dem Graphen, unter allem, was einer fand</translation>
        </message>
        <message>
            <source>CombSUM</source>
            <translation>CombSUM</translation>
        </message>
        <message>
            <source>CombMNZ</source>
            <translation>CombMNZ</translation>
        </message>
        <message>
            <source>Borda count</source>
            <translation>Borda-Zählung</translation>
        </message>
        <message>
            <source>Condorcet</source>
            <translation>Condorcet</translation>
        </message>
        <message>
            <source>Mean rank</source>
            <translation>Mittlerer Rang</translation>
        </message>
        <message>
            <source>Pairwise ranks</source>
            <translation>Paarweise Ränge</translation>
        </message>
        <message>
            <source>the best image counts</source>
            <translation>das beste Bild zählt</translation>
        </message>
        <message>
            <source>any image may (noisy or)</source>
            <translation>jedes Bild kann es sein (Noisy-Or)</translation>
        </message>
        <message>
            <source>on average</source>
            <translation>im Mittel</translation>
        </message>
        <message>
            <source>each of them (minimum)</source>
            <translation>jeder von ihnen (Minimum)</translation>
        </message>
        <message>
            <source>all together (product)</source>
            <translation>alle zusammen (Produkt)</translation>
        </message>
        <message>
            <source>sentence encoder</source>
            <translation>Satzkodierer</translation>
        </message>
        <message>
            <source>word2vec (own file)</source>
            <translation>word2vec (eigene Datei)</translation>
        </message>
        <message>
            <source>imported</source>
            <translation>importiert</translation>
        </message>
        <message>
            <source>predicted</source>
            <translation>vorhergesagt</translation>
        </message>
        <message>
            <source>geometric</source>
            <translation>geometrisch</translation>
        </message>
        <message>
            <source>any time</source>
            <translation>jederzeit</translation>
        </message>
        <message>
            <source>must hold</source>
            <translation>muss gelten</translation>
        </message>
        <message>
            <source>should hold: raises the score</source>
            <translation>sollte gelten: hebt den Wert</translation>
        </message>
        <message>
            <source>must not hold</source>
            <translation>darf nicht gelten</translation>
        </message>
        <message>
            <source>The library is empty: import photos first.</source>
            <translation>Die Bibliothek ist leer: Importieren Sie zuerst Fotos.</translation>
        </message>
        <message>
            <source>No item here has a time: conditions on time find nothing.</source>
            <translation>Kein Eintrag hier hat eine Zeit: Bedingungen an die Zeit finden nichts.</translation>
        </message>
        <message>
            <source>No item has a scene graph yet: add a detector under Tools ▸ Networks, or import graphs (import FILE.json --kind graphs).</source>
            <translation>Noch hat kein Eintrag einen Szenengraphen: Fügen Sie unter Extras ▸ Netze einen Detektor hinzu, oder importieren Sie Graphen (import DATEI.json --kind graphs).</translation>
        </message>
        <message>
            <source>{count} of {total} items have a scene graph; the others cannot match objects.</source>
            <translation>{count} von {total} Einträgen haben einen Szenengraphen; die anderen können zu keinem Objekt passen.</translation>
        </message>
        <message>
            <source>“{word}” is not in the vocabulary and was left out.</source>
            <translation>„{word}“ ist nicht im Wortschatz und wurde ausgelassen.</translation>
        </message>
        <message>
            <source>“{word}” is not in the vocabulary; “{near}” stands in for it.</source>
            <translation>„{word}“ ist nicht im Wortschatz; „{near}“ steht dafür.</translation>
        </message>
        <message>
            <source>No item lies at “{name}”.</source>
            <translation>Kein Eintrag liegt bei „{name}“.</translation>
        </message>
        <message>
            <source>No item belongs to the activity “{name}”.</source>
            <translation>Kein Eintrag gehört zur Aktivität „{name}“.</translation>
        </message>
        <message>
            <source>No object was named: moments are listed by time.</source>
            <translation>Kein Objekt wurde genannt: Momente sind nach der Zeit geordnet.</translation>
        </message>
        <message>
            <source>The ranker “{name}” cannot run here and was left out: {why}</source>
            <translation>Die Reihung „{name}“ ist hier nicht möglich und wurde ausgelassen: {why}</translation>
        </message>
        <message>
            <source>The image region cannot be compared: {why}</source>
            <translation>Die Bildregion lässt sich nicht vergleichen: {why}</translation>
        </message>
        <message>
            <source>No moment holds all parts within {minutes} minutes: allow more time.</source>
            <translation>Kein Moment enthält alle Teile innerhalb von {minutes} Minuten: Erlauben Sie mehr Zeit.</translation>
        </message>
        <message>
            <source>No moment matches.</source>
            <translation>Kein Moment passt.</translation>
        </message>
        <message>
            <source>Only the first {words} words are read; the text has {all}.</source>
            <translation>Nur die ersten {words} Wörter werden gelesen; der Text hat {all}.</translation>
        </message>
        <message>
            <source>No object was recognised.</source>
            <translation>Kein Objekt wurde erkannt.</translation>
        </message>
        <message>
            <source>No object was recognised: only the conditions on time, place and activity count.</source>
            <translation>Kein Objekt wurde erkannt: Nur die Bedingungen an Zeit, Ort und Aktivität zählen.</translation>
        </message>
        <message>
            <source>Only some of the moments are in an order: they are searched in any order.</source>
            <translation>Nur einige der Momente haben eine Reihenfolge: Sie werden in beliebiger Reihenfolge gesucht.</translation>
        </message>
        <message>
            <source>This looks like {language}; only English is understood.</source>
            <translation>Das sieht nach {language} aus; nur Englisch wird verstanden.</translation>
        </message>
        <message>
            <source>“{text}” tells of another moment; it was left out.</source>
            <translation>„{text}“ erzählt von einem anderen Moment; es wurde ausgelassen.</translation>
        </message>
        <message>
            <source>“not {text}” cannot be asked for; it was left out.</source>
            <translation>„not {text}“ lässt sich nicht fragen; es wurde ausgelassen.</translation>
        </message>
        <message>
            <source>“{text}” is no day of the calendar; it was left out.</source>
            <translation>„{text}“ ist kein Tag des Kalenders; es wurde ausgelassen.</translation>
        </message>
        <message>
            <source>“{text}” is no time of the day; it was left out.</source>
            <translation>„{text}“ ist keine Uhrzeit; es wurde ausgelassen.</translation>
        </message>
        <message>
            <source>“{text}” was left out: there is no day that it could be counted from.</source>
            <translation>„{text}“ wurde ausgelassen: Es gibt keinen Tag, von dem an zu zählen wäre.</translation>
        </message>
        <message>
            <source>German</source>
            <translation>Deutsch</translation>
        </message>
        <message>
            <source>French</source>
            <translation>Französisch</translation>
        </message>
        <message>
            <source>Spanish</source>
            <translation>Spanisch</translation>
        </message>
        <message>
            <source>Italian</source>
            <translation>Italienisch</translation>
        </message>
        <message>
            <source>Portuguese</source>
            <translation>Portugiesisch</translation>
        </message>
        <message>
            <source>Dutch</source>
            <translation>Niederländisch</translation>
        </message>
    </context>
    <context>
        <name>LifelogHead</name>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Read the sentence and search (Enter)</source>
            <translation>Den Satz lesen und suchen (Eingabe)</translation>
        </message>
        <message>
            <source>What was asked before (Down)</source>
            <translation>Was davor gefragt wurde (Pfeil ab)</translation>
        </message>
        <message>
            <source>Narrow by weekday, hour, place, people …</source>
            <translation>Eingrenzen nach Wochentag, Stunde, Ort, Menschen …</translation>
        </message>
        <message>
            <source>How moments are ranked</source>
            <translation>Wie Momente gereiht werden</translation>
        </message>
        <message>
            <source>Nothing was asked yet</source>
            <translation>Noch wurde nichts gefragt</translation>
        </message>
        <message>
            <source>No item has one</source>
            <translation>Kein Eintrag hat eines</translation>
        </message>
    </context>
    <context>
        <name>LifelogPanel</name>
        <message>
            <source>Ask again</source>
            <translation>Noch einmal fragen</translation>
        </message>
        <message>
            <source>Lifelog</source>
            <translation>Lebenstagebuch</translation>
        </message>
        <message>
            <source>Clear the query</source>
            <translation>Die Anfrage leeren</translation>
        </message>
        <message>
            <source>Drop condition</source>
            <translation>Bedingung fallen lassen</translation>
        </message>
        <message>
            <source>Similar moments</source>
            <translation>Ähnliche Momente</translation>
        </message>
        <message>
            <source>Moments like this one: what is in it, how it looks, place and time of day</source>
            <translation>Momente wie dieser: was zu sehen ist, wie es aussieht, Ort und Tageszeit</translation>
        </message>
        <message>
            <source>More of this place</source>
            <translation>Mehr von diesem Ort</translation>
        </message>
        <message>
            <source>What was taken at the same place</source>
            <translation>Was am selben Ort entstand</translation>
        </message>
        <message>
            <source>More of this time of day</source>
            <translation>Mehr von dieser Tageszeit</translation>
        </message>
        <message>
            <source>What was taken at the same time of other days</source>
            <translation>Was an anderen Tagen zur selben Zeit entstand</translation>
        </message>
    </context>
    <context>
        <name>LifelogSession</name>
        <message>
            <source>“%s” names no time, place or activity that is known here.</source>
            <translation>„%s“ nennt keine Zeit, keinen Ort und keine Aktivität, die hier bekannt ist.</translation>
        </message>
        <message>
            <source>Change condition</source>
            <translation>Bedingung ändern</translation>
        </message>
        <message>
            <source>Add condition</source>
            <translation>Bedingung hinzufügen</translation>
        </message>
        <message>
            <source>Ask “%s”</source>
            <translation>Nach „%s“ fragen</translation>
        </message>
        <message>
            <source>Go to “%s”</source>
            <translation>Zu „%s“ gehen</translation>
        </message>
    </context>
    <context>
        <name>LineChart</name>
        <message>
            <source>Recall by round</source>
            <translation>Ausbeute je Runde</translation>
        </message>
        <message>
            <source>{name}: {part} after {rounds} rounds</source>
            <translation>{name}: {part} nach {rounds} Runden</translation>
        </message>
        <message>
            <source>round</source>
            <translation>Runde</translation>
        </message>
    </context>
    <context>
        <name>LookBar</name>
        <message>
            <source>Strength of the maps over the picture</source>
            <translation>Stärke der Wärmekarten über dem Bild</translation>
        </message>
        <message>
            <source>Show a map only where it has at least this value; 0 shows all of it</source>
            <translation>Eine Wärmekarte nur zeigen, wo sie mindestens diesen Wert hat; 0 zeigt sie ganz</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>Linie</translation>
        </message>
        <message>
            <source>Draw a line where the map has the threshold's value, or half</source>
            <translation>Eine Linie ziehen, wo die Wärmekarte den Wert der Schwelle hat, oder die Hälfte</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Schwelle</translation>
        </message>
        <message>
            <source>Colours of the maps</source>
            <translation>Farben der Wärmekarten</translation>
        </message>
        <message>
            <source>Its bright bands draw edges that the map does not have, and it is not safe for colour-blind people. It is here to compare with pictures in papers.</source>
            <translation>Ihre hellen Bänder ziehen Kanten, die die Wärmekarte nicht hat, und sie ist für Farbenblinde nicht geeignet. Sie ist da, um mit Bildern in Veröffentlichungen zu vergleichen.</translation>
        </message>
        <message>
            <source>Strength</source>
            <translation>Stärke</translation>
        </message>
        <message>
            <source>{name} (misleading)</source>
            <translation>{name} (irreführend)</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Jobs</source>
            <translation>Aufgaben</translation>
        </message>
        <message>
            <source>This library is open read-only: {reason}.</source>
            <translation>Diese Bibliothek ist nur zum Lesen geöffnet: {reason}.</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Nothing can be changed here: {reason}.</source>
            <translation>Hier kann nichts geändert werden: {reason}.</translation>
        </message>
        <message numerus="yes">
            <source>Import finished: %n item(s) added.</source>
            <translation>
                <numerusform>Import beendet: %n Eintrag hinzugefügt.</numerusform>
                <numerusform>Import beendet: %n Einträge hinzugefügt.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) skipped.</source>
            <translation>
                <numerusform>%n Datei übersprungen.</numerusform>
                <numerusform>%n Dateien übersprungen.</numerusform>
            </translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Nothing to undo</source>
            <translation>Nichts rückgängig zu machen</translation>
        </message>
        <message>
            <source>Nothing to redo</source>
            <translation>Nichts zu wiederholen</translation>
        </message>
        <message>
            <source>Undone: {title}</source>
            <translation>Rückgängig gemacht: {title}</translation>
        </message>
        <message>
            <source>Done again: {title}</source>
            <translation>Wiederholt: {title}</translation>
        </message>
        <message>
            <source>The settings cannot be saved: {error}</source>
            <translation>Die Einstellungen können nicht gespeichert werden: {error}</translation>
        </message>
    </context>
    <context>
        <name>MapCard</name>
        <message>
            <source>Show this map alone, or all again (Enter)</source>
            <translation>Diese Wärmekarte allein zeigen, oder wieder alle (Eingabe)</translation>
        </message>
        <message>
            <source>Time of this method beyond what all methods share</source>
            <translation>Zeit dieser Methode über das hinaus, was alle Methoden teilen</translation>
        </message>
    </context>
    <context>
        <name>MapNotes</name>
        <message>
            <source>There is nothing to draw: the list of results is empty.</source>
            <translation>Es gibt nichts zu zeichnen: Die Liste der Ergebnisse ist leer.</translation>
        </message>
        <message>
            <source>None of these {count} items has a vector, so nothing can be compared.</source>
            <translation>Keiner dieser {count} Einträge hat einen Vektor, also lässt sich nichts vergleichen.</translation>
        </message>
        <message>
            <source>{count} of {total} items have no vector and are not on the map.</source>
            <translation>{count} von {total} Einträgen haben keinen Vektor und sind nicht auf der Karte.</translation>
        </message>
        <message>
            <source>Of {total} items the first {count} are shown.</source>
            <translation>Von {total} Einträgen werden die ersten {count} gezeigt.</translation>
        </message>
        <message>
            <source>Nothing was named in these pictures: there are no concepts to make maps of.</source>
            <translation>In diesen Bildern wurde nichts benannt: Es gibt keine Begriffe für Karten.</translation>
        </message>
        <message>
            <source>The image graph is not made yet: neighbours come from a comparison of all.</source>
            <translation>Der Bildgraph ist noch nicht gemacht: Nachbarn kommen aus einem Vergleich aller.</translation>
        </message>
    </context>
    <context>
        <name>MapView</name>
        <message>
            <source>Drawing the map</source>
            <translation>Die Karte wird gezeichnet</translation>
        </message>
        <message>
            <source>The map is being drawn; Esc stops it</source>
            <translation>Die Karte wird gezeichnet; Esc hält an</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>The map could not be drawn</source>
            <translation>Die Karte konnte nicht gezeichnet werden</translation>
        </message>
        <message>
            <source>Nothing to draw yet</source>
            <translation>Noch nichts zu zeichnen</translation>
        </message>
        <message>
            <source>Search for something; what is found is laid out here.</source>
            <translation>Suchen Sie etwas; was gefunden wird, ist hier ausgelegt.</translation>
        </message>
    </context>
    <context>
        <name>MapsView</name>
        <message>
            <source>Heat maps side by side</source>
            <translation>Wärmekarten nebeneinander</translation>
        </message>
        <message>
            <source>Map on the left of the divider</source>
            <translation>Wärmekarte links der Trennlinie</translation>
        </message>
        <message>
            <source>Map on the right of the divider</source>
            <translation>Wärmekarte rechts der Trennlinie</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>{size} pixels</source>
            <translation>{size} Pixel</translation>
        </message>
        <message>
            <source>{size} pixels; the network sees {share}, the bright part</source>
            <translation>{size} Pixel; das Netz sieht {share}, den hellen Teil</translation>
        </message>
    </context>
    <context>
        <name>Marks</name>
        <message>
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <source>To</source>
            <translation>Bis</translation>
        </message>
        <message>
            <source>Back to the whole scene</source>
            <translation>Zurück zur ganzen Szene</translation>
        </message>
        <message>
            <source>&amp;From</source>
            <translation>&amp;Von</translation>
        </message>
        <message>
            <source>&amp;To</source>
            <translation>&amp;Bis</translation>
        </message>
    </context>
    <context>
        <name>MaskButton</name>
        <message>
            <source>Areas</source>
            <translation>Flächen</translation>
        </message>
        <message>
            <source>Show which part of the picture belongs to what</source>
            <translation>Zeigen, welcher Teil des Bildes wozu gehört</translation>
        </message>
        <message>
            <source>Areas that an analyser found</source>
            <translation>Flächen, die ein Analysator gefunden hat</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <source>Share of the picture</source>
            <translation>Anteil am Bild</translation>
        </message>
    </context>
    <context>
        <name>MatchCanvas</name>
        <message>
            <source>Matched: %s</source>
            <translation>Gepasst hat: %s</translation>
        </message>
        <message>
            <source>Picture with what matched</source>
            <translation>Bild mit dem, was passte</translation>
        </message>
        <message>
            <source>Drag a box to the graph to search for what looks like it; Shift and drag draws a region of your own. Wheel zooms.</source>
            <translation>Ziehen Sie einen Kasten in den Graphen, um Ähnliches zu suchen; Umschalt und Ziehen zeichnet eine eigene Region. Das Rad vergrößert.</translation>
        </message>
    </context>
    <context>
        <name>MeasureDialog</name>
        <message>
            <source>Measure this collection</source>
            <translation>Diesen Bestand messen</translation>
        </message>
        <message>
            <source>&amp;Measure</source>
            <translation>&amp;Messen</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>&amp;Abbrechen</translation>
        </message>
        <message>
            <source>Save as CSV …</source>
            <translation>Als CSV speichern …</translation>
        </message>
        <message>
            <source>Save as JSON …</source>
            <translation>Als JSON speichern …</translation>
        </message>
        <message>
            <source>Feedback, round by round</source>
            <translation>Rückmeldung, Runde für Runde</translation>
        </message>
        <message>
            <source>24 strategies of exploring</source>
            <translation>24 Arten zu erkunden</translation>
        </message>
        <message>
            <source>Look for</source>
            <translation>Gesucht wird</translation>
        </message>
        <message>
            <source>Each value is looked for in turn; so many are large enough</source>
            <translation>Jeder Wert wird der Reihe nach gesucht; so viele sind groß genug</translation>
        </message>
        <message>
            <source>Measure</source>
            <translation>Messen</translation>
        </message>
        <message>
            <source>What the simulated user does</source>
            <translation>Was der simulierte Nutzer tut</translation>
        </message>
        <message>
            <source>Largest values only</source>
            <translation>Nur die größten Werte</translation>
        </message>
        <message>
            <source>More take longer</source>
            <translation>Mehr dauern länger</translation>
        </message>
        <message>
            <source>Rounds</source>
            <translation>Runden</translation>
        </message>
        <message>
            <source>25 pictures are marked a round</source>
            <translation>Je Runde werden 25 Bilder markiert</translation>
        </message>
        <message>
            <source>Plays of each</source>
            <translation>Durchgänge je Wert</translation>
        </message>
        <message>
            <source>Each begins with another first picture; the mean is shown</source>
            <translation>Jeder beginnt mit einem anderen ersten Bild; gezeigt wird das Mittel</translation>
        </message>
        <message>
            <source>Looking for what can be measured …</source>
            <translation>Es wird gesucht, was sich messen lässt …</translation>
        </message>
        <message>
            <source>Buckets</source>
            <translation>Sammlungen</translation>
        </message>
        <message>
            <source>No picture of this library has been analysed yet, so there is nothing to compare. Choose File ▸ Analyse what is new first.</source>
            <translation>Noch kein Bild dieser Bibliothek wurde analysiert, also gibt es nichts zu vergleichen. Wählen Sie zuerst Datei ▸ Neues analysieren.</translation>
        </message>
        <message>
            <source>There is nothing to look for: it takes a facet with at least two values that five items each have, or a bucket with five items. Put pictures that belong together into a bucket, or tag them, then come back.</source>
            <translation>Es gibt nichts zu suchen: Nötig ist ein Merkmal mit mindestens zwei Werten, die je fünf Einträge haben, oder eine Sammlung mit fünf Einträgen. Legen Sie Bilder, die zusammengehören, in eine Sammlung, oder geben Sie ihnen Schlagwörter; kommen Sie dann wieder.</translation>
        </message>
        <message>
            <source>Choose what is looked for, then Measure.</source>
            <translation>Wählen Sie, was gesucht wird, und dann Messen.</translation>
        </message>
        <message>
            <source>Measure “%s”</source>
            <translation>„%s“ messen</translation>
        </message>
        <message>
            <source>Cancelled. What is shown was measured before.</source>
            <translation>Abgebrochen. Was zu sehen ist, wurde vorher gemessen.</translation>
        </message>
        <message>
            <source>Cancelled before anything was measured.</source>
            <translation>Abgebrochen, bevor etwas gemessen war.</translation>
        </message>
        <message>
            <source>Measuring … what comes out is shown here as it comes.</source>
            <translation>Es wird gemessen … Ergebnisse erscheinen hier, sobald es sie gibt.</translation>
        </message>
        <message>
            <source>A simulated user begins with one picture of what is looked for, gets 25 suggestions a round and marks them all, correctly. Precision: the part of the suggestions that is right. Recall: the part of all that is there which was found so far. By chance: what showing as many pictures at random would bring.</source>
            <translation>Ein simulierter Nutzer beginnt mit einem Bild dessen, was gesucht wird, bekommt je Runde 25 Vorschläge und markiert alle richtig. Genauigkeit: der Teil der Vorschläge, der stimmt. Ausbeute: der Teil von allem Vorhandenen, der bisher gefunden wurde. Durch Zufall: was ebenso viele zufällig gezeigte Bilder brächten.</translation>
        </message>
        <message>
            <source>A simulated user looks for each value in 24 ways, until four of five of its pictures are found (recall 0.8). The numbers say what part of the collection had to be looked at: less is better; 0.8 is what chance needs. Beside them what a published study met on its own photos (0.23 with k-means 0.7), which need not be like yours.</source>
            <translation>Ein simulierter Nutzer sucht jeden Wert auf 24 Arten, bis vier von fünf seiner Bilder gefunden sind (Ausbeute 0,8). Die Zahlen sagen, welcher Teil des Bestands dafür anzusehen war: Weniger ist besser; 0,8 braucht der Zufall. Daneben steht, was eine veröffentlichte Studie auf ihren eigenen Fotos fand (0,23 mit k-means 0,7), die anders sein können als Ihre.</translation>
        </message>
        <message>
            <source>Measure first</source>
            <translation>Messen Sie zuerst</translation>
        </message>
        <message>
            <source>Save what was measured</source>
            <translation>Das Gemessene speichern</translation>
        </message>
        <message>
            <source>“{path}” cannot be written: {error}</source>
            <translation>„{path}“ kann nicht geschrieben werden: {error}</translation>
        </message>
        <message>
            <source>Saved “%s”.</source>
            <translation>„%s“ gespeichert.</translation>
        </message>
    </context>
    <context>
        <name>Menus</name>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Datei</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>&amp;Bearbeiten</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ansicht</translation>
        </message>
        <message>
            <source>&amp;Item</source>
            <translation>&amp;Eintrag</translation>
        </message>
        <message>
            <source>&amp;Tools</source>
            <translation>E&amp;xtras</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
    </context>
    <context>
        <name>MeterBar</name>
        <message>
            <source>Strategy meter</source>
            <translation>Stand der Suche</translation>
        </message>
        <message>
            <source>What to do next</source>
            <translation>Was als Nächstes zu tun ist</translation>
        </message>
        <message>
            <source>Everything that could be done next, most promising first</source>
            <translation>Alles, was als Nächstes getan werden könnte, das Aussichtsreichste zuerst</translation>
        </message>
        <message>
            <source>Other steps</source>
            <translation>Andere Schritte</translation>
        </message>
        <message>
            <source>Put pictures into a bucket (+): then a meter says how much may be found.</source>
            <translation>Legen Sie Bilder in eine Sammlung (+): Dann sagt eine Anzeige, wie viel wohl gefunden ist.</translation>
        </message>
        <message>
            <source>{seen} of {items} seen</source>
            <translation>{seen} von {items} gesehen</translation>
        </message>
        <message>
            <source>%s found</source>
            <translation>%s gefunden</translation>
        </message>
        <message>
            <source>estimated recall %s–%s</source>
            <translation>geschätzte Ausbeute %s–%s</translation>
        </message>
        <message>
            <source>Above: the part of all relevant pictures that was found lies within the green span in four of five sessions. Below: the part of the collection that was seen.</source>
            <translation>Oben: Der gefundene Teil aller passenden Bilder liegt in vier von fünf Sitzungen in der grünen Spanne. Unten: der Teil des Bestands, der gesehen wurde.</translation>
        </message>
        <message>
            <source>Promises most: %s</source>
            <translation>Am aussichtsreichsten: %s</translation>
        </message>
        <message>
            <source>%s new ones a picture are expected</source>
            <translation>%s neue je Bild sind zu erwarten</translation>
        </message>
    </context>
    <context>
        <name>MethodMenu</name>
        <message>
            <source>Methods that make the maps (M)</source>
            <translation>Methoden, die die Wärmekarten machen (M)</translation>
        </message>
        <message>
            <source>Methods</source>
            <translation>Methoden</translation>
        </message>
        <message>
            <source>{first} and {more} more</source>
            <translation>{first} und {more} weitere</translation>
        </message>
    </context>
    <context>
        <name>MiniMap</name>
        <message>
            <source>Map of the space</source>
            <translation>Karte des Raums</translation>
        </message>
        <message>
            <source>The space from above: groups by colour, you, and the way. A click goes there.</source>
            <translation>Der Raum von oben: Gruppen in Farben, Sie und der Weg. Ein Klick führt dorthin.</translation>
        </message>
        <message>
            <source>Map of the wall</source>
            <translation>Karte der Wand</translation>
        </message>
        <message>
            <source>Click or drag to move over the wall</source>
            <translation>Klicken oder ziehen, um sich über die Wand zu bewegen</translation>
        </message>
    </context>
    <context>
        <name>MomentView</name>
        <message>
            <source>Before and after this moment</source>
            <translation>Vor und nach diesem Moment</translation>
        </message>
        <message>
            <source>What came before and after; a click goes there</source>
            <translation>Was davor und danach war; ein Klick geht dorthin</translation>
        </message>
    </context>
    <context>
        <name>MoreLikeMenu</name>
        <message>
            <source>Find more like this by</source>
            <translation>Mehr davon finden nach</translation>
        </message>
        <message>
            <source>Find more like this by …</source>
            <translation>Mehr davon finden nach …</translation>
        </message>
        <message>
            <source>Find more like this: %s</source>
            <translation>Mehr davon finden: %s</translation>
        </message>
        <message>
            <source>Find more by looks, concepts, colour, texture, motion or embedding</source>
            <translation>Mehr finden nach Aussehen, Begriffen, Farbe, Textur, Bewegung oder Einbettung</translation>
        </message>
    </context>
    <context>
        <name>MotionStrip</name>
        <message>
            <source>{name}: {frames} frames</source>
            <translation>{name}: {frames} Bilder</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} s</translation>
        </message>
        <message>
            <source>Frame of the motion</source>
            <translation>Bild der Bewegung</translation>
        </message>
        <message>
            <source>Number of the frame</source>
            <translation>Nummer des Bildes</translation>
        </message>
        <message>
            <source>Keep this frame and close</source>
            <translation>Dieses Bild behalten und schließen</translation>
        </message>
    </context>
    <context>
        <name>MoveForm</name>
        <message>
            <source>Marks and lists become everybody's</source>
            <translation>Marken und Listen gehören danach allen</translation>
        </message>
        <message>
            <source>Otherwise they become those of “{person}”, who can share them later</source>
            <translation>Sonst gehören sie danach „{person}“ und können später geteilt werden</translation>
        </message>
    </context>
    <context>
        <name>MovePage</name>
        <message>
            <source>Copy and compare</source>
            <translation>Kopieren und vergleichen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Progress of the move</source>
            <translation>Fortschritt des Umzugs</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>What was copied stays; the move goes on from there later</source>
            <translation>Was kopiert wurde, bleibt; der Umzug geht später von da weiter</translation>
        </message>
        <message>
            <source>Switch</source>
            <translation>Umstellen</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Später</translation>
        </message>
        <message>
            <source>Open the library where it is; the copy waits</source>
            <translation>Die Bibliothek da öffnen, wo sie ist; die Kopie wartet</translation>
        </message>
        <message>
            <source>Give the move up</source>
            <translation>Umzug aufgeben</translation>
        </message>
        <message>
            <source>Remove the copy; the library stays where it is</source>
            <translation>Die Kopie entfernen; die Bibliothek bleibt, wo sie ist</translation>
        </message>
        <message>
            <source>Open the library</source>
            <translation>Bibliothek öffnen</translation>
        </message>
        <message>
            <source>Move “{name}”</source>
            <translation>„{name}“ umziehen</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>A move of this library was begun and is not finished. It goes on from where it was; to give it up, go on and stop, or use the command: move --abandon.</source>
            <translation>Ein Umzug dieser Bibliothek wurde begonnen und ist nicht beendet. Er geht da weiter, wo er war; um ihn aufzugeben, machen Sie weiter und halten ihn an, oder nehmen Sie den Befehl: move --abandon.</translation>
        </message>
        <message>
            <source>Everything is copied, then compared: counts and hashes of every table, every vector, and a thousand searches. The library stays where it is until you type its name. It is closed in this window meanwhile; on a server others cannot change it while it is copied.</source>
            <translation>Alles wird kopiert, dann verglichen: Anzahlen und Prüfsummen jeder Tabelle, jeder Vektor und tausend Suchen. Die Bibliothek bleibt, wo sie ist, bis Sie ihren Namen eintippen. In diesem Fenster ist sie solange geschlossen; auf einem Server können andere sie nicht ändern, während sie kopiert wird.</translation>
        </message>
        <message>
            <source>The library is not changed. You can stop at any time and go on later.</source>
            <translation>Die Bibliothek wird nicht verändert. Sie können jederzeit anhalten und später weitermachen.</translation>
        </message>
        <message>
            <source>Both places hold the same. Nothing is switched yet.</source>
            <translation>An beiden Orten liegt dasselbe. Noch ist nichts umgestellt.</translation>
        </message>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} von {total}</translation>
        </message>
        <message>
            <source>Stopping …</source>
            <translation>Wird angehalten …</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) belong to others and stay where they are.</source>
            <translation>
                <numerusform>%n Zeile gehört anderen und bleibt, wo sie ist.</numerusform>
                <numerusform>%n Zeilen gehören anderen und bleiben, wo sie sind.</numerusform>
            </translation>
        </message>
        <message>
            <source>To have the library lie at the new place from now on, type its name: {name}</source>
            <translation>Damit die Bibliothek von jetzt an am neuen Ort liegt, tippen Sie ihren Namen ein: {name}</translation>
        </message>
        <message>
            <source>What the move wrote was removed; nothing was changed.</source>
            <translation>Was der Umzug geschrieben hat, wurde entfernt; verändert wurde nichts.</translation>
        </message>
        <message>
            <source>The library lies at the new place. The old one is kept: {places}</source>
            <translation>Die Bibliothek liegt jetzt am neuen Ort. Die alte bleibt erhalten: {places}</translation>
        </message>
        <message>
            <source>Copying {what}</source>
            <translation>{what} kopieren</translation>
        </message>
        <message>
            <source>Comparing {what}</source>
            <translation>{what} vergleichen</translation>
        </message>
        <message>
            <source>Searching {what} in both</source>
            <translation>{what} in beiden suchen</translation>
        </message>
    </context>
    <context>
        <name>MoveTable</name>
        <message>
            <source>Compared</source>
            <translation>Verglichen</translation>
        </message>
        <message>
            <source>By</source>
            <translation>Anhand</translation>
        </message>
        <message>
            <source>Equal</source>
            <translation>Gleich</translation>
        </message>
        <message>
            <source>What was compared</source>
            <translation>Was verglichen wurde</translation>
        </message>
        <message>
            <source>the same answers</source>
            <translation>gleicher Antworten</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>Tabellen</translation>
        </message>
        <message>
            <source>counts</source>
            <translation>der Anzahlen</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>hashes of what is stored</source>
            <translation>Prüfsummen des Gespeicherten</translation>
        </message>
        <message>
            <source>Facts of items and lists</source>
            <translation>Angaben zu Einträgen und Listen</translation>
        </message>
        <message>
            <source>hashes of what both say</source>
            <translation>Prüfsummen dessen, was beide sagen</translation>
        </message>
        <message>
            <source>Searches for words</source>
            <translation>Suchen nach Wörtern</translation>
        </message>
        <message>
            <source>Searches by filters</source>
            <translation>Suchen mit Filtern</translation>
        </message>
        <message>
            <source>Vectors</source>
            <translation>Vektoren</translation>
        </message>
        <message>
            <source>every number</source>
            <translation>jeder Zahl</translation>
        </message>
        <message>
            <source>Searches for alike ones</source>
            <translation>Suchen nach Ähnlichem</translation>
        </message>
    </context>
    <context>
        <name>NamedSessions</name>
        <message>
            <source>Save &amp;session as …</source>
            <translation>Sit&amp;zung speichern als …</translation>
        </message>
        <message>
            <source>Keep panels, search, filters and selection by a name</source>
            <translation>Ansichten, Suche, Filter und Auswahl unter einem Namen aufbewahren</translation>
        </message>
        <message>
            <source>Open s&amp;ession …</source>
            <translation>Si&amp;tzung öffnen …</translation>
        </message>
        <message>
            <source>Bring back what was saved by a name</source>
            <translation>Zurückholen, was unter einem Namen gespeichert wurde</translation>
        </message>
        <message>
            <source>Forget a session …</source>
            <translation>Eine Sitzung vergessen …</translation>
        </message>
        <message>
            <source>Save session</source>
            <translation>Sitzung speichern</translation>
        </message>
        <message>
            <source>Name; a known one is replaced:</source>
            <translation>Name; ein bekannter wird ersetzt:</translation>
        </message>
        <message>
            <source>Open session</source>
            <translation>Sitzung öffnen</translation>
        </message>
        <message>
            <source>Session:</source>
            <translation>Sitzung:</translation>
        </message>
        <message>
            <source>Forget a session</source>
            <translation>Eine Sitzung vergessen</translation>
        </message>
        <message>
            <source>Session “{name}” saved</source>
            <translation>Sitzung „{name}“ gespeichert</translation>
        </message>
        <message>
            <source>The session “{name}” cannot be read.</source>
            <translation>Die Sitzung „{name}“ kann nicht gelesen werden.</translation>
        </message>
        <message>
            <source>“{name}” is what the next start brings back.</source>
            <translation>„{name}“ ist das, was der nächste Start zurückholt.</translation>
        </message>
        <message>
            <source>Session “{name}” forgotten</source>
            <translation>Sitzung „{name}“ vergessen</translation>
        </message>
        <message>
            <source>The session cannot be saved: {error}</source>
            <translation>Die Sitzung kann nicht gespeichert werden: {error}</translation>
        </message>
    </context>
    <context>
        <name>NetworkHead</name>
        <message>
            <source>Find a node</source>
            <translation>Einen Knoten finden</translation>
        </message>
        <message>
            <source>Part of a name; Enter goes to the next node that has it (F)</source>
            <translation>Teil eines Namens; Eingabe geht zum nächsten Knoten, der ihn hat (F)</translation>
        </message>
        <message>
            <source>Declutter</source>
            <translation>Ausdünnen</translation>
        </message>
        <message>
            <source>Take the lightest nodes and links away</source>
            <translation>Die leichtesten Knoten und Verbindungen wegnehmen</translation>
        </message>
        <message>
            <source>declutter</source>
            <translation>ausdünnen</translation>
        </message>
        <message>
            <source>Facets, factors of the formulas, number of nodes</source>
            <translation>Merkmale, Faktoren der Formeln, Zahl der Knoten</translation>
        </message>
        <message>
            <source>Files, comparison, moved boxes</source>
            <translation>Dateien, Vergleich, verschobene Kästen</translation>
        </message>
        <message>
            <source>Export graph …</source>
            <translation>Graphen exportieren …</translation>
        </message>
        <message>
            <source>Write the graph to a JSON file</source>
            <translation>Den Graphen in eine JSON-Datei schreiben</translation>
        </message>
        <message>
            <source>Import graph …</source>
            <translation>Graphen importieren …</translation>
        </message>
        <message>
            <source>Show a graph that was exported</source>
            <translation>Einen Graphen zeigen, der exportiert wurde</translation>
        </message>
        <message>
            <source>Compare with …</source>
            <translation>Vergleichen mit …</translation>
        </message>
        <message>
            <source>Show what this graph and an exported one have in common</source>
            <translation>Zeigen, was dieser Graph und ein exportierter gemeinsam haben</translation>
        </message>
        <message>
            <source>Graph of this library</source>
            <translation>Graph dieser Bibliothek</translation>
        </message>
        <message>
            <source>Make the library's own graph anew</source>
            <translation>Den eigenen Graphen der Bibliothek neu machen</translation>
        </message>
        <message>
            <source>Put boxes back</source>
            <translation>Kästen zurückstellen</translation>
        </message>
        <message>
            <source>Undo all moves of clusters and nodes</source>
            <translation>Alle Verschiebungen von Gruppen und Knoten zurücknehmen</translation>
        </message>
        <message>
            <source>Zoom out (−)</source>
            <translation>Verkleinern (−)</translation>
        </message>
        <message>
            <source>Show all (0)</source>
            <translation>Alles zeigen (0)</translation>
        </message>
        <message>
            <source>Zoom in (+)</source>
            <translation>Vergrößern (+)</translation>
        </message>
    </context>
    <context>
        <name>NetworkList</name>
        <message>
            <source>Networks</source>
            <translation>Netze</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>Netz</translation>
        </message>
        <message>
            <source>For</source>
            <translation>Wofür</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>About the network</source>
            <translation>Über das Netz</translation>
        </message>
        <message>
            <source>Progress of the download</source>
            <translation>Fortschritt des Herunterladens</translation>
        </message>
        <message>
            <source>Add a file …</source>
            <translation>Datei hinzufügen …</translation>
        </message>
        <message>
            <source>Add a folder …</source>
            <translation>Ordner hinzufügen …</translation>
        </message>
        <message>
            <source>Download …</source>
            <translation>Herunterladen …</translation>
        </message>
        <message>
            <source>Remove from the library</source>
            <translation>Aus der Bibliothek entfernen</translation>
        </message>
        <message>
            <source>Nothing here is needed: without weights, items are found by names, dates, places, titles, plots, tags, colours and texts, and likeness goes by colour and shape. Nothing is downloaded unless you say so.</source>
            <translation>Nichts davon ist nötig: Ohne Gewichte werden Einträge über Namen, Daten, Orte, Titel, Handlungen, Schlagwörter, Farben und Texte gefunden, und Ähnlichkeit richtet sich nach Farbe und Form. Heruntergeladen wird nur, was Sie verlangen.</translation>
        </message>
        <message>
            <source>What networks add</source>
            <translation>Was Netze hinzufügen</translation>
        </message>
        <message>
            <source>cannot be used</source>
            <translation>nicht benutzbar</translation>
        </message>
        <message>
            <source>taken out</source>
            <translation>entfernt</translation>
        </message>
        <message>
            <source>ready</source>
            <translation>bereit</translation>
        </message>
        <message>
            <source>not here</source>
            <translation>nicht vorhanden</translation>
        </message>
        <message>
            <source>Use again</source>
            <translation>Wieder verwenden</translation>
        </message>
        <message>
            <source>It runs with the next import, or with “Analyse now”</source>
            <translation>Er läuft beim nächsten Import, oder mit „Jetzt analysieren“</translation>
        </message>
        <message>
            <source>Takes out all that it found; the history brings it back (Ctrl+Z)</source>
            <translation>Nimmt alles heraus, was er gefunden hat; der Verlauf bringt es zurück (Strg+Z)</translation>
        </message>
        <message>
            <source>Download it here, or add a copy of its weights.</source>
            <translation>Laden Sie es hier herunter, oder fügen Sie eine Kopie seiner Gewichte hinzu.</translation>
        </message>
        <message>
            <source>Install Kinora's extra “{extra}”.</source>
            <translation>Installieren Sie Kinoras Zusatz „{extra}“.</translation>
        </message>
        <message>
            <source>It needs {networks}.</source>
            <translation>Es braucht {networks}.</translation>
        </message>
        <message>
            <source>Licence: {licence}</source>
            <translation>Lizenz: {licence}</translation>
        </message>
        <message>
            <source>Found in: {place}</source>
            <translation>Gefunden in: {place}</translation>
        </message>
        <message>
            <source>Version: {version}</source>
            <translation>Version: {version}</translation>
        </message>
        <message>
            <source>Has looked at {items} items; {waiting} wait for it</source>
            <translation>Hat {items} Einträge angesehen; {waiting} warten darauf</translation>
        </message>
        <message>
            <source>Origin: {address}</source>
            <translation>Herkunft: {address}</translation>
        </message>
        <message>
            <source>Paper: {paper}</source>
            <translation>Veröffentlichung: {paper}</translation>
        </message>
        <message>
            <source>Memory: about {size} MB</source>
            <translation>Arbeitsspeicher: etwa {size} MB</translation>
        </message>
    </context>
    <context>
        <name>NetworkOptions</name>
        <message>
            <source>Nodes</source>
            <translation>Knoten</translation>
        </message>
        <message>
            <source>Attributes</source>
            <translation>Eigenschaften</translation>
        </message>
        <message>
            <source>Badge</source>
            <translation>Abzeichen</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>Höchstens</translation>
        </message>
        <message>
            <source>The values of these facets are the nodes</source>
            <translation>Die Werte dieser Merkmale sind die Knoten</translation>
        </message>
        <message>
            <source>What nodes are like; at most two count</source>
            <translation>Wie Knoten sind; höchstens zwei zählen</translation>
        </message>
        <message>
            <source>A cluster wears a value that at least 40 % of its items share</source>
            <translation>Eine Gruppe trägt einen Wert, den mindestens 40 % ihrer Einträge haben</translation>
        </message>
        <message>
            <source>Number of nodes</source>
            <translation>Zahl der Knoten</translation>
        </message>
        <message>
            <source>Only the heaviest nodes are shown</source>
            <translation>Nur die schwersten Knoten werden gezeigt</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>Zurücksetzen</translation>
        </message>
        <message>
            <source>Factors, facets and number as they were</source>
            <translation>Faktoren, Merkmale und Zahl wie zuvor</translation>
        </message>
    </context>
    <context>
        <name>NetworkPage</name>
        <message>
            <source>Clusters</source>
            <translation>Gruppen</translation>
        </message>
        <message>
            <source>Progress of the graph</source>
            <translation>Fortschritt des Graphen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Stop making the graph (Esc)</source>
            <translation>Das Machen des Graphen anhalten (Esc)</translation>
        </message>
        <message>
            <source>About this graph</source>
            <translation>Über diesen Graphen</translation>
        </message>
        <message>
            <source>Looking for what belongs together …</source>
            <translation>Sucht, was zusammengehört …</translation>
        </message>
        <message>
            <source>{clusters} clusters of {nodes} values, {links} links</source>
            <translation>{clusters} Gruppen von {nodes} Werten, {links} Verbindungen</translation>
        </message>
        <message>
            <source>Graph of the file “%s”</source>
            <translation>Graph der Datei „%s“</translation>
        </message>
        <message>
            <source>all mostly {badge}</source>
            <translation>alle meist {badge}</translation>
        </message>
        <message>
            <source>Change the graph view</source>
            <translation>Die Graphansicht ändern</translation>
        </message>
        <message>
            <source>Import …</source>
            <translation>Importieren …</translation>
        </message>
        <message>
            <source>Clear the filters</source>
            <translation>Die Filter löschen</translation>
        </message>
        <message>
            <source>No node is called “%s”.</source>
            <translation>Kein Knoten heißt „%s“.</translation>
        </message>
        <message>
            <source>“{name}”, {number} of {total}: Enter in the map looks inside</source>
            <translation>„{name}“, {number} von {total}: Eingabe auf der Karte sieht hinein</translation>
        </message>
        <message>
            <source>Move “%s”</source>
            <translation>„%s“ verschieben</translation>
        </message>
        <message>
            <source>Graph from a file</source>
            <translation>Graph aus einer Datei</translation>
        </message>
        <message>
            <source>The graph was written to “%s”.</source>
            <translation>Der Graph wurde in „%s“ geschrieben.</translation>
        </message>
    </context>
    <context>
        <name>NetworkSession</name>
        <message>
            <source>Graph view</source>
            <translation>Graphansicht</translation>
        </message>
        <message>
            <source>Put boxes back</source>
            <translation>Kästen zurückstellen</translation>
        </message>
    </context>
    <context>
        <name>Networks</name>
        <message>
            <source>Likeness of pictures</source>
            <translation>Ähnlichkeit von Bildern</translation>
        </message>
        <message>
            <source>Meaning of texts</source>
            <translation>Bedeutung von Texten</translation>
        </message>
        <message>
            <source>Pictures by words</source>
            <translation>Bilder zu Worten</translation>
        </message>
        <message>
            <source>Objects in pictures</source>
            <translation>Gegenstände in Bildern</translation>
        </message>
        <message>
            <source>Text in pictures</source>
            <translation>Text in Bildern</translation>
        </message>
        <message>
            <source>Shots of videos</source>
            <translation>Einstellungen von Videos</translation>
        </message>
        <message>
            <source>Classes with explanations</source>
            <translation>Klassen mit Erklärungen</translation>
        </message>
        <message>
            <source>Names of things by meaning</source>
            <translation>Namen von Dingen nach Bedeutung</translation>
        </message>
        <message>
            <source>Relations in pictures</source>
            <translation>Beziehungen in Bildern</translation>
        </message>
        <message>
            <source>Bodies from drawings</source>
            <translation>Körper aus Zeichnungen</translation>
        </message>
        <message>
            <source>Poses of people</source>
            <translation>Posen von Menschen</translation>
        </message>
        <message>
            <source>Words by meaning</source>
            <translation>Wörter nach Bedeutung</translation>
        </message>
        <message>
            <source>Analyser of others</source>
            <translation>Analysator von anderen</translation>
        </message>
        <message>
            <source>Analyser: names with scores</source>
            <translation>Analysator: Namen mit Werten</translation>
        </message>
        <message>
            <source>Analyser: objects</source>
            <translation>Analysator: Gegenstände</translation>
        </message>
        <message>
            <source>Analyser: areas of pictures</source>
            <translation>Analysator: Flächen in Bildern</translation>
        </message>
        <message>
            <source>Analyser: a number</source>
            <translation>Analysator: eine Zahl</translation>
        </message>
        <message>
            <source>Analyser: likeness</source>
            <translation>Analysator: Ähnlichkeit</translation>
        </message>
        <message>
            <source>Analyser: texts</source>
            <translation>Analysator: Texte</translation>
        </message>
        <message>
            <source>Analyser: speech</source>
            <translation>Analysator: Sprache</translation>
        </message>
        <message>
            <source>Analyser: dictation</source>
            <translation>Analysator: Diktat</translation>
        </message>
        <message>
            <source>Body from a drawing</source>
            <translation>Körper aus einer Zeichnung</translation>
        </message>
        <message>
            <source>Reads a posed body from a freehand drawing; train a larger one with train-body, then add the file.</source>
            <translation>Liest einen Körper in seiner Pose aus einer Freihandzeichnung; trainieren Sie ein größeres mit train-body und fügen Sie dann die Datei hinzu.</translation>
        </message>
        <message>
            <source>CLIP ViT-B/32</source>
            <translation>CLIP ViT-B/32</translation>
        </message>
        <message>
            <source>ConSE: text to image by class names</source>
            <translation>ConSE: Bilder zu Text über Klassennamen</translation>
        </message>
        <message>
            <source>FastestDet object detector (COCO)</source>
            <translation>Objekterkennung FastestDet (COCO)</translation>
        </message>
        <message>
            <source>Colour layout, gradients and texture</source>
            <translation>Farbverteilung, Verläufe und Textur</translation>
        </message>
        <message>
            <source>all-MiniLM-L6-v2 sentence encoder</source>
            <translation>Satzvektoren all-MiniLM-L6-v2</translation>
        </message>
        <message>
            <source>MobileNetV2 (ImageNet)</source>
            <translation>MobileNetV2 (ImageNet)</translation>
        </message>
        <message>
            <source>MoveNet key points of people</source>
            <translation>MoveNet-Punkte von Menschen</translation>
        </message>
        <message>
            <source>Finds 17 key points of people, for searches by pose.</source>
            <translation>Findet 17 Punkte des Körpers von Menschen, für die Suche nach Posen.</translation>
        </message>
        <message>
            <source>NanoDet object detector (COCO)</source>
            <translation>Objekterkennung NanoDet (COCO)</translation>
        </message>
        <message>
            <source>RapidOCR (PP-OCR)</source>
            <translation>RapidOCR (PP-OCR)</translation>
        </message>
        <message>
            <source>ResNet-34 (ImageNet)</source>
            <translation>ResNet-34 (ImageNet)</translation>
        </message>
        <message>
            <source>Label vectors of scene graphs</source>
            <translation>Vektoren der Namen in Szenengraphen</translation>
        </message>
        <message>
            <source>Relations between objects</source>
            <translation>Beziehungen zwischen Objekten</translation>
        </message>
        <message>
            <source>SqueezeNet 1.0 (ImageNet)</source>
            <translation>SqueezeNet 1.0 (ImageNet)</translation>
        </message>
        <message>
            <source>TransNetV2 shot detector</source>
            <translation>Schnitterkennung TransNetV2</translation>
        </message>
        <message>
            <source>VGG-16 (ImageNet)</source>
            <translation>VGG-16 (ImageNet)</translation>
        </message>
        <message>
            <source>Word vectors of your own</source>
            <translation>Eigene Wortvektoren</translation>
        </message>
        <message>
            <source>Knows which names of things mean about the same, for searching a life by what was where.</source>
            <translation>Weiß, welche Namen von Dingen etwa dasselbe bedeuten, um in einem Leben nach dem zu suchen, was wo war.</translation>
        </message>
        <message>
            <source>Says how detected objects may stand to each other, by what is usual and by how their boxes lie.</source>
            <translation>Sagt, wie erkannte Objekte zueinander stehen können, nach dem Üblichen und der Lage ihrer Kästen.</translation>
        </message>
        <message>
            <source>Compares names of things by word2vec, GloVe or fastText vectors instead of sentence vectors.</source>
            <translation>Vergleicht Namen von Dingen durch Vektoren von word2vec, GloVe oder fastText statt durch Satzvektoren.</translation>
        </message>
        <message>
            <source>A large classifier of 1,000 kinds of things whose decisions can be explained; slow.</source>
            <translation>Ein großer Klassifikator von 1.000 Arten von Dingen, dessen Entscheidungen erklärt werden können; langsam.</translation>
        </message>
        <message>
            <source>A classifier of 1,000 kinds of things whose decisions can be explained.</source>
            <translation>Ein Klassifikator von 1.000 Arten von Dingen, dessen Entscheidungen erklärt werden können.</translation>
        </message>
        <message>
            <source>Finds photos by any sentence: things, actions, places, attributes.</source>
            <translation>Findet Fotos zu jedem Satz: Dinge, Handlungen, Orte, Eigenschaften.</translation>
        </message>
        <message>
            <source>Finds photos by a sentence, within the neighbourhood of 1,000 kinds of things: no attributes, counts or relations.</source>
            <translation>Findet Fotos zu einem Satz im Umkreis von 1.000 Arten von Dingen: keine Eigenschaften, Anzahlen oder Beziehungen.</translation>
        </message>
        <message>
            <source>A smaller, quicker object detector; used where NanoDet is not there.</source>
            <translation>Eine kleinere, schnellere Objekterkennung für den Fall, dass NanoDet fehlt.</translation>
        </message>
        <message>
            <source>Finds pictures that look alike in colour, composition and texture.</source>
            <translation>Findet Bilder, die sich in Farbe, Aufbau und Textur gleichen.</translation>
        </message>
        <message>
            <source>Searches titles, plots, captions and concepts by meaning instead of by word.</source>
            <translation>Sucht Titel, Handlungen, Bildtexte und Begriffe nach ihrer Bedeutung statt nach Wörtern.</translation>
        </message>
        <message>
            <source>Finds pictures that show the same kind of thing, and names 1,000 kinds of things as concepts.</source>
            <translation>Findet Bilder, die die gleiche Art von Dingen zeigen, und benennt 1.000 Arten von Dingen als Begriffe.</translation>
        </message>
        <message>
            <source>Finds 80 kinds of objects and where they are, for searches by object and place.</source>
            <translation>Findet 80 Arten von Gegenständen und wo sie sind, für Suchen nach Gegenstand und Stelle.</translation>
        </message>
        <message>
            <source>Reads text in pictures, so that signs, slides and posters are found by their words.</source>
            <translation>Liest Text in Bildern, sodass Schilder, Folien und Plakate über ihre Wörter gefunden werden.</translation>
        </message>
        <message>
            <source>A second, smaller opinion on which pictures show the same kind of thing.</source>
            <translation>Eine zweite, kleinere Meinung dazu, welche Bilder die gleiche Art von Dingen zeigen.</translation>
        </message>
        <message>
            <source>Finds cuts and slow transitions in videos more surely than differences of frames.</source>
            <translation>Findet Schnitte und langsame Übergänge in Videos sicherer als Unterschiede von Einzelbildern.</translation>
        </message>
        <message>
            <source>Folder with weights</source>
            <translation>Ordner mit Gewichten</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>Gewichte</translation>
        </message>
        <message>
            <source>File with weights</source>
            <translation>Datei mit Gewichten</translation>
        </message>
        <message>
            <source>Adding weights</source>
            <translation>Gewichte werden hinzugefügt</translation>
        </message>
        <message>
            <source>The analyser and all that it found were taken out of the library.</source>
            <translation>Der Analysator und alles, was er gefunden hat, wurden aus der Bibliothek genommen.</translation>
        </message>
        <message>
            <source>The analyser runs again: with the next import, or now.</source>
            <translation>Der Analysator läuft wieder: beim nächsten Import, oder jetzt.</translation>
        </message>
        <message>
            <source>Analyse now</source>
            <translation>Jetzt analysieren</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>Herunterladen</translation>
        </message>
        <message>
            <source>Download “{name}”?</source>
            <translation>„{name}“ herunterladen?</translation>
        </message>
        <message>
            <source>{size} from {hosts}
Licence: {licence}. {note}</source>
            <translation>{size} von {hosts}
Lizenz: {licence}. {note}</translation>
        </message>
        <message>
            <source>What arrives is checked. A download that was interrupted goes on where it stopped.</source>
            <translation>Was ankommt, wird geprüft. Ein unterbrochenes Herunterladen geht da weiter, wo es aufgehört hat.</translation>
        </message>
        <message>
            <source>Download of “{name}”</source>
            <translation>Herunterladen von „{name}“</translation>
        </message>
        <message>
            <source>Ready: {names}.</source>
            <translation>Bereit: {names}.</translation>
        </message>
        <message>
            <source>Items that are in the library already can be analysed with it.</source>
            <translation>Einträge, die schon in der Bibliothek sind, können damit analysiert werden.</translation>
        </message>
    </context>
    <context>
        <name>NoteLine</name>
        <message>
            <source>Notes about the drawing</source>
            <translation>Hinweise zur Zeichnung</translation>
        </message>
        <message>
            <source>Take it</source>
            <translation>Übernehmen</translation>
        </message>
        <message>
            <source>Pose the body as it was read, though little of a person is drawn</source>
            <translation>Den Körper so stellen, wie er gelesen wurde, obwohl wenig von einem Menschen gezeichnet ist</translation>
        </message>
    </context>
    <context>
        <name>NoticeBar</name>
        <message>
            <source>Close this message</source>
            <translation>Diese Meldung schließen</translation>
        </message>
        <message>
            <source>Information</source>
            <translation>Hinweis</translation>
        </message>
        <message>
            <source>Success</source>
            <translation>Gelungen</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>Fehler</translation>
        </message>
    </context>
    <context>
        <name>NoticeList</name>
        <message>
            <source>Messages</source>
            <translation>Meldungen</translation>
        </message>
        <message>
            <source>Messages, newest first</source>
            <translation>Meldungen, die neueste zuerst</translation>
        </message>
        <message>
            <source>No messages since the start.</source>
            <translation>Keine Meldungen seit dem Start.</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
    </context>
    <context>
        <name>NoticeStack</name>
        <message>
            <source>Something went wrong that should not have: {error}</source>
            <translation>Etwas ging schief, das nicht schiefgehen sollte: {error}</translation>
        </message>
        <message>
            <source>Copy report</source>
            <translation>Bericht kopieren</translation>
        </message>
    </context>
    <context>
        <name>OccludeBar</name>
        <message>
            <source>{hidden} hidden · {name} {before} → {now}</source>
            <translation>{hidden} verdeckt · {name} {before} → {now}</translation>
        </message>
        <message>
            <source>{hidden} hidden · {name} {before} → {now} · now {top}</source>
            <translation>{hidden} verdeckt · {name} {before} → {now} · jetzt {top}</translation>
        </message>
        <message>
            <source>Answered in %s ms</source>
            <translation>Antwort in %s ms</translation>
        </message>
        <message>
            <source>Paint over the picture:</source>
            <translation>Über das Bild malen:</translation>
        </message>
        <message>
            <source>Show again</source>
            <translation>Wieder zeigen</translation>
        </message>
        <message>
            <source>Paint to show what was hidden (E)</source>
            <translation>Malen, um Verdecktes zu zeigen (E)</translation>
        </message>
        <message>
            <source>Take the last stroke back (Backspace)</source>
            <translation>Den letzten Strich zurücknehmen (Rücktaste)</translation>
        </message>
        <message>
            <source>Bring the stroke back (Shift+Backspace)</source>
            <translation>Den Strich zurückholen (Umschalt+Rücktaste)</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>Zurücksetzen</translation>
        </message>
        <message>
            <source>Show the whole picture again (R)</source>
            <translation>Das ganze Bild wieder zeigen (R)</translation>
        </message>
        <message>
            <source>What the network says</source>
            <translation>Was das Netz sagt</translation>
        </message>
        <message>
            <source>Fine</source>
            <translation>Fein</translation>
        </message>
        <message>
            <source>Small</source>
            <translation>Schmal</translation>
        </message>
        <message>
            <source>Wide</source>
            <translation>Breit</translation>
        </message>
        <message>
            <source>Very wide</source>
            <translation>Sehr breit</translation>
        </message>
        <message>
            <source>{name} brush ({key})</source>
            <translation>Pinsel „{name}“ ({key})</translation>
        </message>
    </context>
    <context>
        <name>OperationBar</name>
        <message>
            <source>in</source>
            <translation>in</translation>
        </message>
        <message>
            <source>and</source>
            <translation>und</translation>
        </message>
        <message>
            <source>or</source>
            <translation>oder</translation>
        </message>
        <message>
            <source>without</source>
            <translation>ohne</translation>
        </message>
        <message>
            <source>one, not both</source>
            <translation>einer, nicht beide</translation>
        </message>
        <message>
            <source>videos</source>
            <translation>Videos</translation>
        </message>
        <message>
            <source>days</source>
            <translation>Tage</translation>
        </message>
        <message>
            <source>albums</source>
            <translation>Alben</translation>
        </message>
        <message>
            <source>anywhere in it</source>
            <translation>irgendwo darin</translation>
        </message>
        <message>
            <source>within</source>
            <translation>innerhalb von</translation>
        </message>
        <message>
            <source>second after first, within</source>
            <translation>zweiter nach erstem, binnen</translation>
        </message>
        <message>
            <source>seconds</source>
            <translation>Sekunden</translation>
        </message>
        <message>
            <source>frames</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>items</source>
            <translation>Einträge</translation>
        </message>
        <message>
            <source>average rank first</source>
            <translation>bester mittlerer Rang zuerst</translation>
        </message>
        <message>
            <source>best rank first</source>
            <translation>bester Rang zuerst</translation>
        </message>
        <message>
            <source>most scenes first</source>
            <translation>die meisten Szenen zuerst</translation>
        </message>
        <message>
            <source>in their own order</source>
            <translation>in ihrer eigenen Reihenfolge</translation>
        </message>
        <message>
            <source>Find (Enter)</source>
            <translation>Finden (Eingabe)</translation>
        </message>
        <message>
            <source>Swap the two classifiers</source>
            <translation>Die beiden Klassifikatoren tauschen</translation>
        </message>
        <message>
            <source>First classifier: yellow</source>
            <translation>Erster Klassifikator: gelb</translation>
        </message>
        <message>
            <source>How the two are combined</source>
            <translation>Wie die beiden verknüpft werden</translation>
        </message>
        <message>
            <source>Second classifier: blue</source>
            <translation>Zweiter Klassifikator: blau</translation>
        </message>
        <message>
            <source>What is found: videos, days or albums</source>
            <translation>Was gefunden wird: Videos, Tage oder Alben</translation>
        </message>
        <message>
            <source>How near to each other scenes of the two must lie</source>
            <translation>Wie nahe Szenen der beiden beieinander liegen müssen</translation>
        </message>
        <message>
            <source>Largest distance</source>
            <translation>Größter Abstand</translation>
        </message>
        <message>
            <source>What the distance counts</source>
            <translation>Worin der Abstand zählt</translation>
        </message>
        <message>
            <source>How the result is ordered</source>
            <translation>Wie das Ergebnis geordnet ist</translation>
        </message>
    </context>
    <context>
        <name>OperationsMenu</name>
        <message>
            <source>{a} and {b}</source>
            <translation>{a} und {b}</translation>
        </message>
        <message>
            <source>{a} or {b}</source>
            <translation>{a} oder {b}</translation>
        </message>
        <message>
            <source>{a} without {b}</source>
            <translation>{a} ohne {b}</translation>
        </message>
        <message>
            <source>{a} or {b}, not both</source>
            <translation>{a} oder {b}, nicht beide</translation>
        </message>
        <message>
            <source>{a} and {b} within 30 seconds</source>
            <translation>{a} und {b} innerhalb von 30 Sekunden</translation>
        </message>
        <message>
            <source>{a}, then {b} within 30 seconds</source>
            <translation>{a}, dann {b} binnen 30 Sekunden</translation>
        </message>
    </context>
    <context>
        <name>OptionsForm</name>
        <message>
            <source>pictures, by the network that fits</source>
            <translation>Bilder, nach dem Netz, das passt</translation>
        </message>
        <message>
            <source>Tuned weights</source>
            <translation>Abgestimmte Gewichte</translation>
        </message>
        <message>
            <source>Take the weights that were tuned on a training set</source>
            <translation>Die Gewichte nehmen, die an einer Trainingsmenge abgestimmt wurden</translation>
        </message>
        <message>
            <source>%s (tuned)</source>
            <translation>%s (abgestimmt)</translation>
        </message>
        <message>
            <source>At least so much of the map's greatest value</source>
            <translation>Mindestens so viel vom größten Wert der Wärmekarte</translation>
        </message>
        <message>
            <source>The strongest share of the pixels</source>
            <translation>Der stärkste Anteil der Pixel</translation>
        </message>
        <message>
            <source>The mean colour</source>
            <translation>Die mittlere Farbe</translation>
        </message>
        <message>
            <source>The blurred picture</source>
            <translation>Das unscharfe Bild</translation>
        </message>
        <message>
            <source>Measure</source>
            <translation>Messen</translation>
        </message>
        <message>
            <source>Insertion, deletion and ROAD ask the network some 60 times a map.</source>
            <translation>Einfügen, Löschen und ROAD fragen das Netz etwa 60-mal je Wärmekarte.</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>Important is</source>
            <translation>Wichtig ist</translation>
        </message>
        <message>
            <source>Which region the confidence drop takes away</source>
            <translation>Welche Region der Konfidenzabfall wegnimmt</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Schwelle</translation>
        </message>
        <message>
            <source>Of the map's greatest value</source>
            <translation>Vom größten Wert der Wärmekarte</translation>
        </message>
        <message>
            <source>Top share</source>
            <translation>Stärkster Anteil</translation>
        </message>
        <message>
            <source>Of the pixels that the network sees</source>
            <translation>Von den Pixeln, die das Netz sieht</translation>
        </message>
        <message>
            <source>Taken away by</source>
            <translation>Weggenommen durch</translation>
        </message>
        <message>
            <source>What stands where pixels are taken away</source>
            <translation>Was dort steht, wo Pixel weggenommen werden</translation>
        </message>
        <message>
            <source>Noisy copies</source>
            <translation>Verrauschte Kopien</translation>
        </message>
        <message>
            <source>Of methods that average over noise</source>
            <translation>Bei Methoden, die über Rauschen mitteln</translation>
        </message>
        <message>
            <source>Noise</source>
            <translation>Rauschen</translation>
        </message>
        <message>
            <source>Of the copies, as a share of the range of values</source>
            <translation>Der Kopien, als Anteil am Wertebereich</translation>
        </message>
        <message>
            <source>Maps asked about</source>
            <translation>Befragte Karten</translation>
        </message>
        <message>
            <source>By Score-CAM; fewer are quicker</source>
            <translation>Von Score-CAM; weniger sind schneller</translation>
        </message>
        <message>
            <source>Random masks</source>
            <translation>Zufällige Masken</translation>
        </message>
        <message>
            <source>Of RISE; fewer are quicker and coarser</source>
            <translation>Von RISE; weniger sind schneller und gröber</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <source>Of everything random: the same gives the same maps</source>
            <translation>Von allem Zufälligen: derselbe gibt dieselben Wärmekarten</translation>
        </message>
        <message>
            <source>Compare everything, however long it takes</source>
            <translation>Alles vergleichen, egal wie lange es dauert</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Several of them are ranked each for itself and then merged.</source>
            <translation>Mehrere davon werden einzeln geordnet und dann verschmolzen.</translation>
        </message>
        <message>
            <source>Learner</source>
            <translation>Verfahren</translation>
        </message>
        <message>
            <source>How the marks are learned from</source>
            <translation>Wie aus den Marken gelernt wird</translation>
        </message>
        <message>
            <source>Hold back</source>
            <translation>Zurückhalten</translation>
        </message>
        <message>
            <source>How much pictures are held back that come up for everything</source>
            <translation>Wie sehr Bilder zurückgehalten werden, die bei allem auftauchen</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>Gewicht</translation>
        </message>
        <message>
            <source>Left: what is not relevant counts more. Right: what is relevant does.</source>
            <translation>Links: Was nicht passt, zählt mehr. Rechts: was passt.</translation>
        </message>
        <message>
            <source>Merge by</source>
            <translation>Verschmelzen nach</translation>
        </message>
        <message>
            <source>The rule that merges several kinds of likeness</source>
            <translation>Die Regel, nach der mehrere Arten von Ähnlichkeit verschmelzen</translation>
        </message>
        <message>
            <source>Rank by</source>
            <translation>Reihen nach</translation>
        </message>
        <message>
            <source>What images are compared by</source>
            <translation>Wonach Bilder verglichen werden</translation>
        </message>
        <message>
            <source>Objects α</source>
            <translation>Objekte α</translation>
        </message>
        <message>
            <source>Weight of objects in the score</source>
            <translation>Gewicht der Objekte im Wert</translation>
        </message>
        <message>
            <source>Relations β</source>
            <translation>Beziehungen β</translation>
        </message>
        <message>
            <source>Weight of relations in the score</source>
            <translation>Gewicht der Beziehungen im Wert</translation>
        </message>
        <message>
            <source>The rule that merges several rankers</source>
            <translation>Die Regel, nach der mehrere Reihungen verschmelzen</translation>
        </message>
        <message>
            <source>In a moment</source>
            <translation>In einem Moment</translation>
        </message>
        <message>
            <source>How the images of a moment count</source>
            <translation>Wie die Bilder eines Moments zählen</translation>
        </message>
        <message>
            <source>Sentences fit</source>
            <translation>Sätze passen</translation>
        </message>
        <message>
            <source>How several sentences make one score</source>
            <translation>Wie mehrere Sätze einen Wert ergeben</translation>
        </message>
        <message>
            <source>Alike by</source>
            <translation>Ähnlich nach</translation>
        </message>
        <message>
            <source>What likeness of words is measured by</source>
            <translation>Womit die Ähnlichkeit von Wörtern gemessen wird</translation>
        </message>
    </context>
    <context>
        <name>OptionsRow</name>
        <message>
            <source>Search in other ways</source>
            <translation>Auf anderen Wegen suchen</translation>
        </message>
        <message>
            <source>Weigh concepts against pictures</source>
            <translation>Begriffe gegen Bilder gewichten</translation>
        </message>
        <message>
            <source>Merge by %s</source>
            <translation>Verschmelzen nach %s</translation>
        </message>
        <message>
            <source>How to search for the words</source>
            <translation>Wie nach den Wörtern gesucht wird</translation>
        </message>
        <message>
            <source>concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Concepts against pictures</source>
            <translation>Begriffe gegen Bilder</translation>
        </message>
        <message>
            <source>Left: words and concepts count; right: how pictures look</source>
            <translation>Links: Wörter und Begriffe zählen; rechts: das Aussehen der Bilder</translation>
        </message>
        <message>
            <source>How the parts are merged (F8)</source>
            <translation>Wie die Teile verschmolzen werden (F8)</translation>
        </message>
        <message>
            <source>Search in</source>
            <translation>Suchen in</translation>
        </message>
        <message>
            <source>Merge by</source>
            <translation>Verschmelzen nach</translation>
        </message>
    </context>
    <context>
        <name>OrderedGrid</name>
        <message>
            <source>Alt with the arrow keys moves the selected items, Delete takes them out.</source>
            <translation>Alt mit den Pfeiltasten verschiebt die gewählten Einträge, Entf nimmt sie heraus.</translation>
        </message>
    </context>
    <context>
        <name>Outcome</name>
        <message>
            <source>Progress of the search</source>
            <translation>Fortschritt der Suche</translation>
        </message>
        <message>
            <source>Stop the search (Esc)</source>
            <translation>Die Suche anhalten (Esc)</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>Was gefunden wurde</translation>
        </message>
        <message>
            <source>Notes on the search</source>
            <translation>Hinweise zur Suche</translation>
        </message>
        <message>
            <source>Words, “phrases”, -not this. Pictures and videos can be dropped here.

Add has more to ask by: concepts, a canvas, who does what, steps in time …</source>
            <translation>Wörter, „Wortgruppen“, -ohne dies. Bilder und Videos lassen sich hierher ziehen.

„Dazu“ hat mehr, wonach man fragen kann: Begriffe, eine Skizze, wer was tut, Schritte in der Zeit …</translation>
        </message>
        <message numerus="yes">
            <source>%n hit(s)</source>
            <translation>
                <numerusform>%n Treffer</numerusform>
                <numerusform>%n Treffer</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n scene(s)</source>
            <translation>
                <numerusform>%n Fundstelle</numerusform>
                <numerusform>%n Fundstellen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Overlay</name>
        <message>
            <source>First steps</source>
            <translation>Erste Schritte</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>Überspringen</translation>
        </message>
        <message>
            <source>Close these steps (Esc)</source>
            <translation>Diese Schritte schließen (Esc)</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>The next step (Enter)</source>
            <translation>Der nächste Schritt (Eingabe)</translation>
        </message>
        <message>
            <source>{step} of {steps}</source>
            <translation>{step} von {steps}</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>Beginnen</translation>
        </message>
    </context>
    <context>
        <name>OverviewView</name>
        <message>
            <source>Videos as a whole</source>
            <translation>Videos als Ganzes</translation>
        </message>
        <message>
            <source>From cell to cell; a cell is the best frame of a concept</source>
            <translation>Von Zelle zu Zelle; eine Zelle ist das beste Bild eines Begriffs</translation>
        </message>
        <message>
            <source>{shown} of {all} videos.</source>
            <translation>{shown} von {all} Videos.</translation>
        </message>
        <message>
            <source>First or last column</source>
            <translation>Erste oder letzte Spalte</translation>
        </message>
        <message>
            <source>Home  End</source>
            <translation>Pos1  Ende</translation>
        </message>
        <message>
            <source>First or last video</source>
            <translation>Erstes oder letztes Video</translation>
        </message>
        <message>
            <source>Ctrl+Home  Ctrl+End</source>
            <translation>Strg+Pos1  Strg+Ende</translation>
        </message>
        <message>
            <source>No video has “%s”.</source>
            <translation>Kein Video hat „%s“.</translation>
        </message>
        <message>
            <source>No concept is known here: networks name them when media are analysed.</source>
            <translation>Hier ist kein Begriff bekannt: Netze benennen sie, wenn Medien untersucht werden.</translation>
        </message>
        <message>
            <source>There are no videos here</source>
            <translation>Hier gibt es keine Videos</translation>
        </message>
        <message>
            <source>Import some, then look again.</source>
            <translation>Importieren Sie welche, und sehen Sie dann noch einmal nach.</translation>
        </message>
        <message>
            <source>No video is left</source>
            <translation>Kein Video bleibt übrig</translation>
        </message>
        <message>
            <source>Show all videos</source>
            <translation>Alle Videos zeigen</translation>
        </message>
        <message>
            <source>No video of %s passes.</source>
            <translation>Kein Video von %s passiert.</translation>
        </message>
    </context>
    <context>
        <name>OwnSection</name>
        <message>
            <source>Yours</source>
            <translation>Ihre Angaben</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>Schlagwörter</translation>
        </message>
        <message>
            <source>Buckets</source>
            <translation>Sammlungen</translation>
        </message>
        <message>
            <source>Watchlists</source>
            <translation>Merklisten</translation>
        </message>
        <message>
            <source>+ relevant</source>
            <translation>+ passt</translation>
        </message>
        <message>
            <source>Use as positive (Ctrl+Up)</source>
            <translation>Als positiv nehmen (Strg+Auf)</translation>
        </message>
        <message>
            <source>− not relevant</source>
            <translation>− passt nicht</translation>
        </message>
        <message>
            <source>Use as negative (Ctrl+Down)</source>
            <translation>Als negativ nehmen (Strg+Ab)</translation>
        </message>
        <message>
            <source>Type a name and press Enter to add it</source>
            <translation>Namen eintippen und mit Eingabe hinzufügen</translation>
        </message>
    </context>
    <context>
        <name>PaletteStrip</name>
        <message>
            <source>Colours</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>Another colour …</source>
            <translation>Andere Farbe …</translation>
        </message>
        <message>
            <source>Another colour</source>
            <translation>Andere Farbe</translation>
        </message>
        <message>
            <source>black</source>
            <translation>schwarz</translation>
        </message>
        <message>
            <source>grey</source>
            <translation>grau</translation>
        </message>
        <message>
            <source>white</source>
            <translation>weiß</translation>
        </message>
        <message>
            <source>red</source>
            <translation>rot</translation>
        </message>
        <message>
            <source>orange</source>
            <translation>orange</translation>
        </message>
        <message>
            <source>yellow</source>
            <translation>gelb</translation>
        </message>
        <message>
            <source>green</source>
            <translation>grün</translation>
        </message>
        <message>
            <source>dark green</source>
            <translation>dunkelgrün</translation>
        </message>
        <message>
            <source>cyan</source>
            <translation>türkis</translation>
        </message>
        <message>
            <source>sky blue</source>
            <translation>himmelblau</translation>
        </message>
        <message>
            <source>blue</source>
            <translation>blau</translation>
        </message>
        <message>
            <source>purple</source>
            <translation>violett</translation>
        </message>
        <message>
            <source>pink</source>
            <translation>rosa</translation>
        </message>
        <message>
            <source>brown</source>
            <translation>braun</translation>
        </message>
        <message>
            <source>skin, sand</source>
            <translation>Haut, Sand</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
    </context>
    <context>
        <name>PartBox</name>
        <message>
            <source>Explain the whole picture, or an object that was found in it</source>
            <translation>Das ganze Bild erklären, oder ein Objekt, das darin gefunden wurde</translation>
        </message>
        <message>
            <source>Whole picture</source>
            <translation>Ganzes Bild</translation>
        </message>
    </context>
    <context>
        <name>PartCanvas</name>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
    </context>
    <context>
        <name>PartChip</name>
        <message>
            <source>switched off</source>
            <translation>ausgeschaltet</translation>
        </message>
        <message>
            <source>must be there</source>
            <translation>muss da sein</translation>
        </message>
        <message>
            <source>weight %s</source>
            <translation>Gewicht %s</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) match</source>
            <translation>
                <numerusform>%n Eintrag passt</numerusform>
                <numerusform>%n Einträge passen</numerusform>
            </translation>
        </message>
        <message>
            <source>Enter edit · Space on and off · M must · + − weight · Delete · drag to move</source>
            <translation>Eingabe ändert · Leertaste an und aus · M muss · + − Gewicht · Entf · Ziehen verschiebt</translation>
        </message>
    </context>
    <context>
        <name>PartDialog</name>
        <message>
            <source>Part of a picture</source>
            <translation>Teil eines Bildes</translation>
        </message>
        <message>
            <source>Draw a box around what counts.</source>
            <translation>Ziehen Sie einen Rahmen um das, was zählt.</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
    </context>
    <context>
        <name>PartEdits</name>
        <message>
            <source>Change “%s”</source>
            <translation>„%s“ ändern</translation>
        </message>
        <message>
            <source>Weigh “%s”</source>
            <translation>„%s“ gewichten</translation>
        </message>
        <message>
            <source>Switch “%s” off</source>
            <translation>„%s“ ausschalten</translation>
        </message>
        <message>
            <source>Switch “%s” on</source>
            <translation>„%s“ einschalten</translation>
        </message>
        <message>
            <source>“%s” may be there</source>
            <translation>„%s“ kann da sein</translation>
        </message>
        <message>
            <source>“%s” must be there</source>
            <translation>„%s“ muss da sein</translation>
        </message>
    </context>
    <context>
        <name>PeriodSwitch</name>
        <message>
            <source>Time cache</source>
            <translation>Zeitraster</translation>
        </message>
        <message>
            <source>Time cache: only the best frame of each period of a video (T)</source>
            <translation>Zeitraster: nur das beste Bild jedes Zeitraums eines Videos (T)</translation>
        </message>
        <message>
            <source>All frames</source>
            <translation>Alle Bilder</translation>
        </message>
        <message>
            <source>%s min</source>
            <translation>%s min</translation>
        </message>
        <message>
            <source>%s s</source>
            <translation>%s s</translation>
        </message>
        <message>
            <source>Best per %s</source>
            <translation>Bestes je %s</translation>
        </message>
    </context>
    <context>
        <name>PeriodView</name>
        <message>
            <source>Time cache</source>
            <translation>Zeitraster</translation>
        </message>
        <message>
            <source>Next period of the time cache</source>
            <translation>Nächste Länge des Zeitrasters</translation>
        </message>
        <message>
            <source>Choose the period of the time cache</source>
            <translation>Die Länge des Zeitrasters wählen</translation>
        </message>
    </context>
    <context>
        <name>PhotoViewer</name>
        <message>
            <source>Viewer</source>
            <translation>Betrachter</translation>
        </message>
        <message>
            <source>Previous (Left)</source>
            <translation>Zurück (Links)</translation>
        </message>
        <message>
            <source>Next (Right)</source>
            <translation>Weiter (Rechts)</translation>
        </message>
        <message>
            <source>Zoom out (-)</source>
            <translation>Verkleinern (-)</translation>
        </message>
        <message>
            <source>Zoom in (+)</source>
            <translation>Vergrößern (+)</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>Einpassen</translation>
        </message>
        <message>
            <source>Show all of it (0)</source>
            <translation>Alles zeigen (0)</translation>
        </message>
        <message>
            <source>Original size (1)</source>
            <translation>Originalgröße (1)</translation>
        </message>
        <message>
            <source>Turn right (R)</source>
            <translation>Nach rechts drehen (R)</translation>
        </message>
        <message>
            <source>Facts</source>
            <translation>Angaben</translation>
        </message>
        <message>
            <source>Show facts (I)</source>
            <translation>Angaben zeigen (I)</translation>
        </message>
        <message>
            <source>Slides</source>
            <translation>Diaschau</translation>
        </message>
        <message>
            <source>Slide show (S)</source>
            <translation>Diaschau (S)</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>Schließen (Esc)</translation>
        </message>
        <message>
            <source>Thumbnail only: %s</source>
            <translation>Nur Vorschaubild: %s</translation>
        </message>
    </context>
    <context>
        <name>PickList</name>
        <message>
            <source>Space or a click ticks, Enter ticks and goes back</source>
            <translation>Leertaste oder ein Klick hakt an, Eingabe hakt an und geht zurück</translation>
        </message>
    </context>
    <context>
        <name>PicturePage</name>
        <message>
            <source>Notes</source>
            <translation>Hinweise</translation>
        </message>
        <message>
            <source>Explain a picture</source>
            <translation>Ein Bild erklären</translation>
        </message>
        <message>
            <source>Pictures (%s)</source>
            <translation>Bilder (%s)</translation>
        </message>
        <message>
            <source>Compare with which picture?</source>
            <translation>Mit welchem Bild vergleichen?</translation>
        </message>
        <message>
            <source>No network with weights is here</source>
            <translation>Kein Netz mit Gewichten ist da</translation>
        </message>
        <message>
            <source>Heat maps need a network that names what it sees. Get one with “models get mobilenet_v2” (14 MB), or add weights that you have.</source>
            <translation>Wärmekarten brauchen ein Netz, das benennt, was es sieht. Holen Sie eines mit „models get mobilenet_v2“ (14 MB), oder fügen Sie Gewichte hinzu, die Sie haben.</translation>
        </message>
        <message>
            <source>Networks …</source>
            <translation>Netze …</translation>
        </message>
        <message>
            <source>Why did the network say that?</source>
            <translation>Warum hat das Netz das gesagt?</translation>
        </message>
        <message>
            <source>Select a picture anywhere, drop one here, or open a file. Heat maps show what the answer rests on; beside each stands how far it can be trusted.</source>
            <translation>Wählen Sie irgendwo ein Bild, legen Sie hier eines ab, oder öffnen Sie eine Datei. Wärmekarten zeigen, worauf die Antwort beruht; daneben steht, wie weit ihnen zu trauen ist.</translation>
        </message>
        <message>
            <source>Explain the selection, or an example</source>
            <translation>Die Auswahl erklären, oder ein Beispiel</translation>
        </message>
        <message>
            <source>Open a file …</source>
            <translation>Eine Datei öffnen …</translation>
        </message>
    </context>
    <context>
        <name>PlacesPage</name>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>is</source>
            <translation>ist</translation>
        </message>
        <message>
            <source>within</source>
            <translation>innerhalb von</translation>
        </message>
        <message>
            <source>{role}, a guess</source>
            <translation>{role}, eine Vermutung</translation>
        </message>
        <message>
            <source>A guess: keep it to make it yours.</source>
            <translation>Eine Vermutung: Behalten Sie sie, um sie zu Ihrer zu machen.</translation>
        </message>
        <message>
            <source>Places</source>
            <translation>Orte</translation>
        </message>
        <message>
            <source>Name of the place</source>
            <translation>Name des Ortes</translation>
        </message>
        <message>
            <source>Name of the place; Enter keeps it</source>
            <translation>Name des Ortes; Eingabe behält ihn</translation>
        </message>
        <message>
            <source>What the place is</source>
            <translation>Was der Ort ist</translation>
        </message>
        <message>
            <source>Sentences such as “at home” and “at work” mean this place</source>
            <translation>Sätze wie „at home“ und „at work“ meinen diesen Ort</translation>
        </message>
        <message>
            <source>Radius</source>
            <translation>Radius</translation>
        </message>
        <message>
            <source>Stays and photos within this belong to the place</source>
            <translation>Aufenthalte und Fotos innerhalb davon gehören zum Ort</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Keep name, role and radius; a guess becomes yours</source>
            <translation>Name, Rolle und Radius behalten; eine Vermutung wird Ihre</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>Zusammenlegen</translation>
        </message>
        <message>
            <source>Make one place of the selected ones</source>
            <translation>Aus den gewählten Orten einen machen</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Forget name and role; stays remain (Del)</source>
            <translation>Name und Rolle vergessen; Aufenthalte bleiben (Entf)</translation>
        </message>
        <message>
            <source>Show photos</source>
            <translation>Fotos zeigen</translation>
        </message>
        <message>
            <source>Show what was taken there (Enter)</source>
            <translation>Zeigen, was dort entstand (Eingabe)</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Ort</translation>
        </message>
        <message>
            <source>What it is</source>
            <translation>Was es ist</translation>
        </message>
        <message>
            <source>Time there</source>
            <translation>Zeit dort</translation>
        </message>
        <message>
            <source>Visits</source>
            <translation>Besuche</translation>
        </message>
        <message>
            <source>Last visit</source>
            <translation>Letzter Besuch</translation>
        </message>
    </context>
    <context>
        <name>Placing</name>
        <message>
            <source>Place pictures</source>
            <translation>Bilder setzen</translation>
        </message>
        <message>
            <source>The clipboard holds no picture, item or shape to place.</source>
            <translation>Die Zwischenablage enthält kein Bild, keinen Eintrag und keine Form, die sich setzen ließe.</translation>
        </message>
    </context>
    <context>
        <name>Player</name>
        <message>
            <source>Player</source>
            <translation>Abspieler</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <source>Play or pause (Space)</source>
            <translation>Abspielen oder anhalten (Leertaste)</translation>
        </message>
        <message>
            <source>One frame back (,)</source>
            <translation>Ein Bild zurück (,)</translation>
        </message>
        <message>
            <source>One frame on (.)</source>
            <translation>Ein Bild weiter (.)</translation>
        </message>
        <message>
            <source>Previous shot (Page Up)</source>
            <translation>Vorige Szene (Bild auf)</translation>
        </message>
        <message>
            <source>Next shot (Page Down)</source>
            <translation>Nächste Szene (Bild ab)</translation>
        </message>
        <message>
            <source>Loop</source>
            <translation>Schleife</translation>
        </message>
        <message>
            <source>Loop the shot (R)</source>
            <translation>Szene wiederholen (R)</translation>
        </message>
        <message>
            <source>Position and length</source>
            <translation>Stelle und Länge</translation>
        </message>
        <message>
            <source>This shot is relevant (P)</source>
            <translation>Diese Szene passt (P)</translation>
        </message>
        <message>
            <source>This shot is not relevant (N)</source>
            <translation>Diese Szene passt nicht (N)</translation>
        </message>
        <message>
            <source>Sound on or off (M)</source>
            <translation>Ton an oder aus (M)</translation>
        </message>
        <message>
            <source>Without sound: install the extra “video” to hear it</source>
            <translation>Ohne Ton: Installieren Sie das Extra „video“, um ihn zu hören</translation>
        </message>
        <message>
            <source>Opening …</source>
            <translation>Wird geöffnet …</translation>
        </message>
        <message>
            <source>The video cannot be played: %s.</source>
            <translation>Das Video kann nicht abgespielt werden: %s.</translation>
        </message>
        <message>
            <source>%s / %s  (frame %s)</source>
            <translation>%s / %s  (Bild %s)</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>Tempo</translation>
        </message>
        <message>
            <source>Speed ([ and ])</source>
            <translation>Tempo ([ und ])</translation>
        </message>
        <message>
            <source>Volume</source>
            <translation>Lautstärke</translation>
        </message>
        <message>
            <source>Volume (Up and Down)</source>
            <translation>Lautstärke (Auf und Ab)</translation>
        </message>
    </context>
    <context>
        <name>PointMap</name>
        <message>
            <source>Map of what is alike</source>
            <translation>Karte des Ähnlichen</translation>
        </message>
        <message>
            <source>Draw around points to see their pictures; the wheel zooms, 0 shows all.</source>
            <translation>Umfahren Sie Punkte, um ihre Bilder zu sehen; das Rad zoomt, 0 zeigt alle.</translation>
        </message>
    </context>
    <context>
        <name>PoseEditor</name>
        <message>
            <source>The pose</source>
            <translation>Die Pose</translation>
        </message>
        <message>
            <source>Of the selected photo</source>
            <translation>Vom gewählten Foto</translation>
        </message>
        <message>
            <source>Take the pose of the person seen best in it</source>
            <translation>Die Pose der Person nehmen, die darin am besten zu sehen ist</translation>
        </message>
        <message>
            <source>Poses with a name</source>
            <translation>Posen mit einem Namen</translation>
        </message>
        <message>
            <source>mirrored as well</source>
            <translation>auch gespiegelt</translation>
        </message>
        <message>
            <source>Left and right may be exchanged</source>
            <translation>Links und rechts dürfen vertauscht sein</translation>
        </message>
        <message>
            <source>turned as well</source>
            <translation>auch gedreht</translation>
        </message>
        <message>
            <source>The pose may be turned in the picture, as in one who lies</source>
            <translation>Die Pose darf im Bild gedreht sein, wie bei jemandem, der liegt</translation>
        </message>
        <message>
            <source>Take</source>
            <translation>Nehmen</translation>
        </message>
        <message>
            <source>or</source>
            <translation>oder</translation>
        </message>
        <message>
            <source>No pose yet: take one of a photo, or one with a name.</source>
            <translation>Noch keine Pose: Nehmen Sie die eines Fotos oder eine mit einem Namen.</translation>
        </message>
        <message>
            <source>a pose with a name …</source>
            <translation>eine Pose mit einem Namen …</translation>
        </message>
    </context>
    <context>
        <name>PracticeHead</name>
        <message>
            <source>Where tasks come from</source>
            <translation>Woher Aufgaben kommen</translation>
        </message>
        <message>
            <source>Tasks made from this library</source>
            <translation>Aufgaben aus dieser Bibliothek</translation>
        </message>
        <message>
            <source>Find what is marked, with the marks as judge</source>
            <translation>Markiertes finden; die Marken entscheiden</translation>
        </message>
        <message>
            <source>Tasks of the demo library</source>
            <translation>Aufgaben der Demo-Bibliothek</translation>
        </message>
        <message>
            <source>Tasks of a folder …</source>
            <translation>Aufgaben eines Ordners …</translation>
        </message>
        <message>
            <source>tasks: </source>
            <translation>Aufgaben: </translation>
        </message>
        <message>
            <source>Number of tasks</source>
            <translation>Zahl der Aufgaben</translation>
        </message>
        <message>
            <source>no. </source>
            <translation>Nr. </translation>
        </message>
        <message>
            <source>The same number makes the same tasks</source>
            <translation>Dieselbe Nummer macht dieselben Aufgaben</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>Start</translation>
        </message>
        <message>
            <source>Make the tasks and start the first one</source>
            <translation>Die Aufgaben machen und die erste beginnen</translation>
        </message>
        <message>
            <source>Next task</source>
            <translation>Nächste Aufgabe</translation>
        </message>
        <message>
            <source>Start the next task; one that runs is skipped (%s)</source>
            <translation>Die nächste Aufgabe beginnen; eine laufende wird übersprungen (%s)</translation>
        </message>
        <message>
            <source>End</source>
            <translation>Ende</translation>
        </message>
        <message>
            <source>End this task and count what was found</source>
            <translation>Diese Aufgabe beenden und zählen, was gefunden wurde</translation>
        </message>
        <message>
            <source>A picture or a clip is shown for 20 seconds, then find it again</source>
            <translation>Ein Bild oder ein Ausschnitt wird 20 Sekunden gezeigt; finden Sie es dann wieder</translation>
        </message>
        <message>
            <source>A description in three stages, a minute apart</source>
            <translation>Eine Beschreibung in drei Stufen, je eine Minute auseinander</translation>
        </message>
        <message>
            <source>Find as much as you can of one kind</source>
            <translation>Finden Sie von einer Art so viel, wie Sie können</translation>
        </message>
        <message>
            <source>Folder of tasks</source>
            <translation>Ordner mit Aufgaben</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>Überspringen</translation>
        </message>
        <message>
            <source>Task {place} of {total}</source>
            <translation>Aufgabe {place} von {total}</translation>
        </message>
    </context>
    <context>
        <name>Preview</name>
        <message>
            <source>Photo of the moment</source>
            <translation>Foto des Moments</translation>
        </message>
    </context>
    <context>
        <name>ProgressPage</name>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
    </context>
    <context>
        <name>Projects</name>
        <message>
            <source>Open it</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Go on with that drawing</source>
            <translation>Mit dieser Zeichnung weitermachen</translation>
        </message>
        <message>
            <source>Discard it</source>
            <translation>Verwerfen</translation>
        </message>
        <message>
            <source>Forget that drawing for good</source>
            <translation>Diese Zeichnung endgültig vergessen</translation>
        </message>
        <message>
            <source>A drawing of {when} was not closed: Kinora ended before.</source>
            <translation>Eine Zeichnung ({when}) wurde nicht geschlossen: Kinora endete vorher.</translation>
        </message>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>%n weitere</numerusform>
                <numerusform>%n weitere</numerusform>
            </translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>Zeichnung</translation>
        </message>
        <message>
            <source>The drawing before was kept: Library ▸ Drawings of late.</source>
            <translation>Die Zeichnung davor ist aufbewahrt: Vorlagen ▸ Letzte Zeichnungen.</translation>
        </message>
        <message>
            <source>Open a body project</source>
            <translation>Ein Körperprojekt öffnen</translation>
        </message>
        <message>
            <source>Body projects (%s)</source>
            <translation>Körperprojekte (%s)</translation>
        </message>
        <message>
            <source>Save the body project</source>
            <translation>Das Körperprojekt speichern</translation>
        </message>
        <message>
            <source>Saved “%s”.</source>
            <translation>„%s“ gespeichert.</translation>
        </message>
    </context>
    <context>
        <name>Queries</name>
        <message>
            <source>The selected picture</source>
            <translation>Das gewählte Bild</translation>
        </message>
        <message>
            <source>A part of it …</source>
            <translation>Ein Teil davon …</translation>
        </message>
        <message>
            <source>A picture file …</source>
            <translation>Eine Bilddatei …</translation>
        </message>
        <message>
            <source>Like a picture file</source>
            <translation>Wie eine Bilddatei</translation>
        </message>
    </context>
    <context>
        <name>QueryEditor</name>
        <message>
            <source>Sentences</source>
            <translation>Sätze</translation>
        </message>
        <message>
            <source>+ sentence</source>
            <translation>+ Satz</translation>
        </message>
        <message>
            <source>Add a sentence: something else that happened near it</source>
            <translation>Einen Satz hinzufügen: etwas anderes, das in der Nähe geschah</translation>
        </message>
        <message>
            <source>Remove this sentence</source>
            <translation>Diesen Satz entfernen</translation>
        </message>
        <message>
            <source>S P O</source>
            <translation>S P O</translation>
        </message>
        <message>
            <source>Show boxes for subject, predicate and object instead of the picture</source>
            <translation>Felder für Subjekt, Prädikat und Objekt zeigen statt der Zeichnung</translation>
        </message>
        <message>
            <source>Tidy</source>
            <translation>Aufräumen</translation>
        </message>
        <message>
            <source>Bring the objects back into order</source>
            <translation>Die Objekte wieder ordnen</translation>
        </message>
        <message>
            <source>in this order</source>
            <translation>in dieser Reihenfolge</translation>
        </message>
        <message>
            <source>The second sentence must follow the first (“then”)</source>
            <translation>Der zweite Satz muss auf den ersten folgen („dann“)</translation>
        </message>
        <message>
            <source> min</source>
            <translation> min</translation>
        </message>
        <message>
            <source>Minutes that all sentences must lie in</source>
            <translation>Minuten, in denen alle Sätze liegen müssen</translation>
        </message>
        <message>
            <source>All sentences must be found within so many minutes</source>
            <translation>Alle Sätze müssen innerhalb so vieler Minuten gefunden werden</translation>
        </message>
        <message>
            <source>within</source>
            <translation>innerhalb von</translation>
        </message>
        <message>
            <source>Add sentence</source>
            <translation>Satz hinzufügen</translation>
        </message>
        <message>
            <source>Remove sentence</source>
            <translation>Satz entfernen</translation>
        </message>
        <message>
            <source>Order of sentences</source>
            <translation>Reihenfolge der Sätze</translation>
        </message>
        <message>
            <source>Time between sentences</source>
            <translation>Zeit zwischen Sätzen</translation>
        </message>
    </context>
    <context>
        <name>QuestionDialog</name>
        <message>
            <source>Go on</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>{statement} {value} of {most}</source>
            <translation>{statement} {value} von {most}</translation>
        </message>
        <message>
            <source>Which wall did you like best?</source>
            <translation>Welche Wand gefiel Ihnen am besten?</translation>
        </message>
        <message>
            <source>Which one least?</source>
            <translation>Welche am wenigsten?</translation>
        </message>
        <message>
            <source>choose …</source>
            <translation>wählen …</translation>
        </message>
        <message>
            <source>Anything else you want to say</source>
            <translation>Was Sie sonst noch sagen möchten</translation>
        </message>
        <message>
            <source>Please answer everything first</source>
            <translation>Bitte beantworten Sie zuerst alles</translation>
        </message>
    </context>
    <context>
        <name>RangeRow</name>
        <message>
            <source>%s, at least</source>
            <translation>%s, mindestens</translation>
        </message>
        <message>
            <source>%s, at most</source>
            <translation>%s, höchstens</translation>
        </message>
    </context>
    <context>
        <name>RangeSection</name>
        <message>
            <source>How “%s” is spread</source>
            <translation>Wie sich „%s“ verteilt</translation>
        </message>
        <message>
            <source>%s: from</source>
            <translation>%s: von</translation>
        </message>
        <message>
            <source>%s: to</source>
            <translation>%s: bis</translation>
        </message>
        <message>
            <source>Not known of any item</source>
            <translation>Von keinem Eintrag bekannt</translation>
        </message>
    </context>
    <context>
        <name>Ranking</name>
        <message>
            <source>There is no earlier list yet: movement shows from the next one on.</source>
            <translation>Noch gibt es keine frühere Liste: Bewegung zeigt sich von der nächsten an.</translation>
        </message>
        <message>
            <source>Fusion: %s</source>
            <translation>Fusion: %s</translation>
        </message>
        <message>
            <source>Merge the parts by another rule, without a new search (F)</source>
            <translation>Die Teile nach einer anderen Regel verschmelzen, ohne neue Suche (F)</translation>
        </message>
        <message>
            <source>Fusion</source>
            <translation>Fusion</translation>
        </message>
        <message>
            <source>There is no list to merge by another rule.</source>
            <translation>Es gibt keine Liste, die sich nach einer anderen Regel verschmelzen ließe.</translation>
        </message>
        <message>
            <source>This list comes from no search: it was not merged from others.</source>
            <translation>Diese Liste kommt aus keiner Suche: Sie wurde nicht aus anderen verschmolzen.</translation>
        </message>
        <message>
            <source>Only one list was found, there is nothing to merge: ask by a second part.</source>
            <translation>Nur eine Liste wurde gefunden, es gibt nichts zu verschmelzen: Fragen Sie mit einem zweiten Teil.</translation>
        </message>
    </context>
    <context>
        <name>ReadBack</name>
        <message>
            <source>Understood as</source>
            <translation>Verstanden als</translation>
        </message>
        <message>
            <source>Use as chips</source>
            <translation>Als Bausteine nehmen</translation>
        </message>
        <message>
            <source>Put these parts in the place of the words</source>
            <translation>Diese Teile an die Stelle der Wörter setzen</translation>
        </message>
        <message>
            <source>Read nothing back (Alt+Shift+R)</source>
            <translation>Nichts zurücklesen (Alt+Umschalt+R)</translation>
        </message>
        <message>
            <source>Understood as words only</source>
            <translation>Nur als Wörter verstanden</translation>
        </message>
        <message>
            <source>Use the words as chips</source>
            <translation>Die Wörter als Bausteine nehmen</translation>
        </message>
    </context>
    <context>
        <name>Reasons</name>
        <message>
            <source>like “{name}” ({score})</source>
            <translation>wie „{name}“ ({score})</translation>
        </message>
        <message>
            <source>least like “{name}” ({score})</source>
            <translation>am wenigsten wie „{name}“ ({score})</translation>
        </message>
        <message>
            <source>like a part of “{name}” ({score})</source>
            <translation>wie ein Teil von „{name}“ ({score})</translation>
        </message>
        <message>
            <source>like the bucket ({score}), most of all “{name}”</source>
            <translation>wie die Sammlung ({score}), vor allem wie „{name}“</translation>
        </message>
        <message>
            <source>with “{name}” ({score})</source>
            <translation>mit „{name}“ ({score})</translation>
        </message>
        <message>
            <source>{distance} from the middle of what was drawn</source>
            <translation>{distance} von der Mitte des Gezeichneten</translation>
        </message>
        <message>
            <source>stands alone</source>
            <translation>steht allein</translation>
        </message>
        <message>
            <source>stands for {count} items</source>
            <translation>steht für {count} Einträge</translation>
        </message>
        <message>
            <source>random</source>
            <translation>zufällig</translation>
        </message>
        <message>
            <source>passes the filters</source>
            <translation>passiert die Filter</translation>
        </message>
        <message>
            <source>{key}: {value} ({score})</source>
            <translation>{key}: {value} ({score})</translation>
        </message>
        <message>
            <source>{kind}: {shown}</source>
            <translation>{kind}: {shown}</translation>
        </message>
        <message>
            <source>texts mean this ({score})</source>
            <translation>Texte bedeuten dies ({score})</translation>
        </message>
        <message>
            <source>{network} sees this ({score})</source>
            <translation>{network} sieht dies ({score})</translation>
        </message>
        <message>
            <source>looks ({network}) like {name} ({score})</source>
            <translation>sieht ({network}) aus wie {name} ({score})</translation>
        </message>
        <message>
            <source>coloured like {name} ({score})</source>
            <translation>in Farben wie {name} ({score})</translation>
        </message>
        <message>
            <source>textured like {name} ({score})</source>
            <translation>mit Textur wie {name} ({score})</translation>
        </message>
        <message>
            <source>moves like {name} ({score})</source>
            <translation>bewegt sich wie {name} ({score})</translation>
        </message>
        <message>
            <source>shows things like {name} ({score})</source>
            <translation>zeigt Dinge wie {name} ({score})</translation>
        </message>
        <message>
            <source>the text says so</source>
            <translation>der Text sagt es</translation>
        </message>
        <message>
            <source>pose {share}</source>
            <translation>Pose {share}</translation>
        </message>
        <message>
            <source>pose {share}, mirrored</source>
            <translation>Pose {share}, gespiegelt</translation>
        </message>
        <message>
            <source>title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>plot</source>
            <translation>Handlung</translation>
        </message>
        <message>
            <source>caption</source>
            <translation>Bildtext</translation>
        </message>
        <message>
            <source>letters in the picture</source>
            <translation>Schrift im Bild</translation>
        </message>
        <message>
            <source>speech</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>tag</source>
            <translation>Schlagwort</translation>
        </message>
        <message>
            <source>date</source>
            <translation>Datum</translation>
        </message>
        <message>
            <source>place</source>
            <translation>Ort</translation>
        </message>
        <message>
            <source>name of the file</source>
            <translation>Name der Datei</translation>
        </message>
    </context>
    <context>
        <name>RecentRow</name>
        <message>
            <source>Open the library “{name}”</source>
            <translation>Die Bibliothek „{name}“ öffnen</translation>
        </message>
        <message>
            <source>not found: {folder}</source>
            <translation>nicht gefunden: {folder}</translation>
        </message>
        <message>
            <source>Remove “{name}” from this list</source>
            <translation>„{name}“ aus dieser Liste entfernen</translation>
        </message>
    </context>
    <context>
        <name>Recorder</name>
        <message>
            <source>The interaction log ended: %s</source>
            <translation>Die Aufzeichnung der Bedienung endete: %s</translation>
        </message>
    </context>
    <context>
        <name>Recording</name>
        <message>
            <source>The session is recorded until you switch it off or close the library.</source>
            <translation>Die Sitzung wird aufgezeichnet, bis Sie es ausschalten oder die Bibliothek schließen.</translation>
        </message>
        <message>
            <source>Save the record …</source>
            <translation>Die Aufzeichnung speichern …</translation>
        </message>
        <message>
            <source>Save the record</source>
            <translation>Die Aufzeichnung speichern</translation>
        </message>
        <message>
            <source>Records (*.json)</source>
            <translation>Aufzeichnungen (*.json)</translation>
        </message>
        <message numerus="yes">
            <source>“{name}” holds %n event(s).</source>
            <translation>
                <numerusform>„{name}“ enthält %n Ereignis.</numerusform>
                <numerusform>„{name}“ enthält %n Ereignisse.</numerusform>
            </translation>
        </message>
        <message>
            <source>Replay a record</source>
            <translation>Eine Aufzeichnung abspielen</translation>
        </message>
        <message>
            <source>Records and logs (*.json *.jsonl)</source>
            <translation>Aufzeichnungen und Protokolle (*.json *.jsonl)</translation>
        </message>
        <message>
            <source>Replay %s</source>
            <translation>%s abspielen</translation>
        </message>
        <message>
            <source>&amp;Record this session</source>
            <translation>Diese Sitzung auf&amp;zeichnen</translation>
        </message>
        <message>
            <source>Save the r&amp;ecord …</source>
            <translation>Die Aufzeichnung speiche&amp;rn …</translation>
        </message>
        <message>
            <source>Re&amp;play a record …</source>
            <translation>Eine Aufzeichnung ab&amp;spielen …</translation>
        </message>
        <message>
            <source>Write what you ask, mark and find to a log of the library, from now on</source>
            <translation>Von jetzt an in ein Protokoll der Bibliothek schreiben, was Sie fragen, markieren und finden</translation>
        </message>
        <message>
            <source>Make one file of the session that was recorded last</source>
            <translation>Die zuletzt aufgezeichnete Sitzung in eine Datei schreiben</translation>
        </message>
        <message>
            <source>Ask all of a recorded session again, and see which lists are others now</source>
            <translation>Alles aus einer aufgezeichneten Sitzung noch einmal fragen, und sehen, welche Listen jetzt andere sind</translation>
        </message>
    </context>
    <context>
        <name>RegionBoard</name>
        <message>
            <source>Region of the picture</source>
            <translation>Region des Bildes</translation>
        </message>
        <message>
            <source>Drag draws a region, a click takes a ninth; arrows move, Shift+arrows stretch</source>
            <translation>Ziehen zeichnet eine Region, ein Klick nimmt ein Neuntel; Pfeile bewegen, Umschalt+Pfeile strecken</translation>
        </message>
    </context>
    <context>
        <name>RegionLight</name>
        <message>
            <source>dark</source>
            <translation>dunkel</translation>
        </message>
        <message>
            <source>The region is dark</source>
            <translation>Die Region ist dunkel</translation>
        </message>
        <message>
            <source>bright</source>
            <translation>hell</translation>
        </message>
        <message>
            <source>The region is bright</source>
            <translation>Die Region ist hell</translation>
        </message>
        <message>
            <source>Brightness of the region, at least</source>
            <translation>Helligkeit der Region, mindestens</translation>
        </message>
        <message>
            <source>Brightness of the region, at most</source>
            <translation>Helligkeit der Region, höchstens</translation>
        </message>
    </context>
    <context>
        <name>RegionLightDialog</name>
        <message>
            <source>Brightness of a region</source>
            <translation>Helligkeit einer Region</translation>
        </message>
        <message>
            <source>As drawn</source>
            <translation>Wie gezeichnet</translation>
        </message>
        <message>
            <source>Region</source>
            <translation>Region</translation>
        </message>
        <message>
            <source>At least, percent</source>
            <translation>Mindestens, Prozent</translation>
        </message>
        <message>
            <source>At most, percent</source>
            <translation>Höchstens, Prozent</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filtern</translation>
        </message>
        <message>
            <source>&amp;Region</source>
            <translation>&amp;Region</translation>
        </message>
        <message>
            <source>&amp;Brightness</source>
            <translation>&amp;Helligkeit</translation>
        </message>
    </context>
    <context>
        <name>RegionPicker</name>
        <message>
            <source>Region of the picture</source>
            <translation>Region des Bildes</translation>
        </message>
        <message>
            <source>Draw the region. Arrow keys move it; with Shift they change its size.</source>
            <translation>Zeichnen Sie die Region. Pfeiltasten bewegen sie; mit Umschalt ändern sie ihre Größe.</translation>
        </message>
    </context>
    <context>
        <name>Relaxing</name>
        <message>
            <source>Without {filter}: {count}</source>
            <translation>Ohne {filter}: {count}</translation>
        </message>
        <message>
            <source>Drop this filter</source>
            <translation>Diesen Filter weglassen</translation>
        </message>
    </context>
    <context>
        <name>Relocation</name>
        <message>
            <source>Type some words first: the map lies around them.</source>
            <translation>Tippen Sie zuerst Wörter ein: Die Karte liegt um sie herum.</translation>
        </message>
        <message>
            <source>Pictures near “%s”</source>
            <translation>Bilder in der Nähe von „%s“</translation>
        </message>
        <message>
            <source>Pick the picture that comes closest: it replaces the words.</source>
            <translation>Wählen Sie das Bild, das am nächsten kommt: Es ersetzt die Wörter.</translation>
        </message>
    </context>
    <context>
        <name>RelocationMap</name>
        <message>
            <source>What lies around your words</source>
            <translation>Was um Ihre Wörter herum liegt</translation>
        </message>
        <message>
            <source>Search by this picture</source>
            <translation>Mit diesem Bild suchen</translation>
        </message>
        <message>
            <source>The selected picture takes the place of the words (Enter)</source>
            <translation>Das gewählte Bild tritt an die Stelle der Wörter (Eingabe)</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Keep the words (Esc)</source>
            <translation>Die Wörter behalten (Esc)</translation>
        </message>
        <message>
            <source>Around “{text}”</source>
            <translation>Um „{text}“ herum</translation>
        </message>
        <message>
            <source>The best of “{text}”</source>
            <translation>Das Beste von „{text}“</translation>
        </message>
        <message>
            <source>Nothing to look around</source>
            <translation>Nichts zum Umsehen</translation>
        </message>
        <message>
            <source>Type some words, then look around them.</source>
            <translation>Tippen Sie Wörter ein, dann sehen Sie sich um sie herum um.</translation>
        </message>
        <message>
            <source>Nothing lies around these words</source>
            <translation>Um diese Wörter herum liegt nichts</translation>
        </message>
        <message>
            <source>The map could not be drawn</source>
            <translation>Die Karte konnte nicht gezeichnet werden</translation>
        </message>
    </context>
    <context>
        <name>Replay</name>
        <message>
            <source>It was recorded in another library, “{then}”.</source>
            <translation>Aufgezeichnet wurde in einer anderen Bibliothek, „{then}“.</translation>
        </message>
        <message>
            <source>It was recorded by Kinora {then}; this is {now}.</source>
            <translation>Aufgezeichnet wurde mit Kinora {then}; dies ist {now}.</translation>
        </message>
        <message>
            <source>“{name}” has other weights: {then} then, {now} now.</source>
            <translation>„{name}“ hat andere Gewichte: damals {then}, jetzt {now}.</translation>
        </message>
        <message>
            <source>“{name}” compared items then and is not here now.</source>
            <translation>„{name}“ hat damals Einträge verglichen und ist jetzt nicht vorhanden.</translation>
        </message>
        <message>
            <source>“{name}” compares items now and was not there then.</source>
            <translation>„{name}“ vergleicht jetzt Einträge und war damals nicht da.</translation>
        </message>
        <message>
            <source>{count} items of the list are no longer in the library.</source>
            <translation>{count} Einträge der Liste sind nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>{count} items of today's list came into the library later.</source>
            <translation>{count} Einträge der heutigen Liste kamen später in die Bibliothek.</translation>
        </message>
        <message>
            <source>The library was changed since (revision {then} then, {now} now).</source>
            <translation>Die Bibliothek wurde seitdem geändert (damals Stand {then}, jetzt {now}).</translation>
        </message>
        <message>
            <source>The items are the same, scores differ by up to {most}.</source>
            <translation>Die Einträge sind dieselben, Wertungen weichen um bis zu {most} ab.</translation>
        </message>
        <message>
            <source>Nothing that was recorded tells why.</source>
            <translation>Nichts Aufgezeichnetes sagt, warum.</translation>
        </message>
    </context>
    <context>
        <name>ReplayDialog</name>
        <message>
            <source>Replay</source>
            <translation>Abspielen</translation>
        </message>
        <message>
            <source>Lists then and now</source>
            <translation>Listen damals und jetzt</translation>
        </message>
        <message>
            <source>Asked</source>
            <translation>Gefragt</translation>
        </message>
        <message>
            <source>Same</source>
            <translation>Gleich</translation>
        </message>
        <message>
            <source>First at</source>
            <translation>Erster bei</translation>
        </message>
        <message>
            <source>Overlap</source>
            <translation>Gemeinsam</translation>
        </message>
        <message>
            <source>Why it differs</source>
            <translation>Warum sie abweicht</translation>
        </message>
        <message>
            <source>{same} of {all} lists are the same as when they were recorded.</source>
            <translation>{same} von {all} Listen sind dieselben wie bei der Aufzeichnung.</translation>
        </message>
        <message numerus="yes">
            <source>%n other list(s) cannot be asked for again.</source>
            <translation>
                <numerusform>%n weitere Liste lässt sich nicht noch einmal fragen.</numerusform>
                <numerusform>%n weitere Listen lassen sich nicht noch einmal fragen.</numerusform>
            </translation>
        </message>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
    </context>
    <context>
        <name>ResultActions</name>
        <message>
            <source>Exclude %s</source>
            <translation>%s ausschließen</translation>
        </message>
        <message>
            <source>Exclude the video of %s</source>
            <translation>Das Video von %s ausschließen</translation>
        </message>
        <message>
            <source>one item</source>
            <translation>einen Eintrag</translation>
        </message>
        <message>
            <source>%s items</source>
            <translation>%s Einträge</translation>
        </message>
        <message>
            <source>Take all exclusions back</source>
            <translation>Alle Ausschlüsse zurücknehmen</translation>
        </message>
        <message>
            <source>Take all %s exclusions back</source>
            <translation>Alle %s Ausschlüsse zurücknehmen</translation>
        </message>
        <message>
            <source>%s, the whole video</source>
            <translation>%s, das ganze Video</translation>
        </message>
        <message>
            <source>Show it again</source>
            <translation>Wieder zeigen</translation>
        </message>
        <message>
            <source>Show %s again</source>
            <translation>%s wieder zeigen</translation>
        </message>
        <message>
            <source>The settings cannot be saved: {error}</source>
            <translation>Die Einstellungen können nicht gespeichert werden: {error}</translation>
        </message>
        <message>
            <source>Exclude from results</source>
            <translation>Aus Ergebnissen ausschließen</translation>
        </message>
        <message>
            <source>Exclude the whole video</source>
            <translation>Das ganze Video ausschließen</translation>
        </message>
        <message>
            <source>Place on the canvas</source>
            <translation>Auf die Skizze setzen</translation>
        </message>
        <message>
            <source>Keep the &amp;wall in front</source>
            <translation>Die &amp;Wand vorn lassen</translation>
        </message>
        <message>
            <source>&amp;Inspect the hit</source>
            <translation>Den Treffer im &amp;Inspektor zeigen</translation>
        </message>
        <message>
            <source>Try the next &amp;fusion rule</source>
            <translation>Die nächste &amp;Fusionsregel versuchen</translation>
        </message>
        <message>
            <source>What &amp;changed in the ranking</source>
            <translation>Was sich an der Reihung &amp;geändert hat</translation>
        </message>
        <message>
            <source>Keys of the &amp;results</source>
            <translation>&amp;Tasten der Ergebnisse</translation>
        </message>
        <message>
            <source>Leave the selected items out of all result lists</source>
            <translation>Die gewählten Einträge aus allen Trefferlisten weglassen</translation>
        </message>
        <message>
            <source>Leave the videos of the selected items out of all result lists</source>
            <translation>Die Videos der gewählten Einträge aus allen Trefferlisten weglassen</translation>
        </message>
        <message>
            <source>Put the picture into the middle of the search's canvas</source>
            <translation>Das Bild in die Mitte der Skizze der Suche setzen</translation>
        </message>
        <message>
            <source>A search only lights up its hits on the wall; Results stay behind</source>
            <translation>Eine Suche lässt ihre Treffer nur auf der Wand aufleuchten; die Ergebnisse bleiben dahinter</translation>
        </message>
        <message>
            <source>Show the current hit large, with what matched</source>
            <translation>Den aktuellen Treffer groß zeigen, mit dem, was gepasst hat</translation>
        </message>
        <message>
            <source>Merge the parts of the search by another rule, with a preview</source>
            <translation>Die Teile der Suche nach einer anderen Regel verschmelzen, mit Vorschau</translation>
        </message>
        <message>
            <source>Compare the results with an earlier list</source>
            <translation>Die Ergebnisse mit einer früheren Liste vergleichen</translation>
        </message>
        <message>
            <source>All keys of the results and of the view in front</source>
            <translation>Alle Tasten der Ergebnisse und der Ansicht, die vorn ist</translation>
        </message>
        <message>
            <source>&amp;Forget what was seen</source>
            <translation>Gesehenes &amp;vergessen</translation>
        </message>
        <message>
            <source>E&amp;xclude the selected items (X)</source>
            <translation>Gewählte Einträge &amp;ausschließen (X)</translation>
        </message>
        <message>
            <source>Exclude their whole &amp;videos (Shift+X)</source>
            <translation>Deren ganze Vi&amp;deos ausschließen (Umschalt+X)</translation>
        </message>
        <message>
            <source>Keep the &amp;wall in front after a search</source>
            <translation>Die &amp;Wand nach einer Suche vorn lassen</translation>
        </message>
        <message>
            <source>Hide what was &amp;seen (H): %s</source>
            <translation>&amp;Gesehenes ausblenden (H): %s</translation>
        </message>
        <message>
            <source>Hide what was su&amp;bmitted: %s</source>
            <translation>&amp;Eingereichtes ausblenden: %s</translation>
        </message>
    </context>
    <context>
        <name>ResultColumn</name>
        <message>
            <source>Moments</source>
            <translation>Momente</translation>
        </message>
        <message>
            <source>Number of moments</source>
            <translation>Zahl der Momente</translation>
        </message>
        <message>
            <source>Notes on the search</source>
            <translation>Hinweise zur Suche</translation>
        </message>
        <message>
            <source>Progress of the search</source>
            <translation>Fortschritt der Suche</translation>
        </message>
        <message>
            <source>No moments yet</source>
            <translation>Noch keine Momente</translation>
        </message>
        <message>
            <source>Import a folder of photos with their times and places, a Google Takeout, a lifelog with its concept files, or scene graphs. A detector (Tools ▸ Networks) finds the objects in photos.</source>
            <translation>Importieren Sie einen Ordner mit Fotos samt Zeiten und Orten, ein Google Takeout, ein Lebenstagebuch mit seinen Begriffsdateien oder Szenengraphen. Ein Detektor (Extras ▸ Netze) findet die Objekte auf Fotos.</translation>
        </message>
        <message>
            <source>Import …</source>
            <translation>Importieren …</translation>
        </message>
        <message>
            <source>What are you trying to remember?</source>
            <translation>Woran möchten Sie sich erinnern?</translation>
        </message>
        <message>
            <source>Say in English what was to be seen, where, doing what, and when. For example:</source>
            <translation>Sagen Sie auf Englisch, was zu sehen war, wo, wobei und wann. Zum Beispiel:</translation>
        </message>
        <message>
            <source>No moment matches</source>
            <translation>Kein Moment passt</translation>
        </message>
        <message>
            <source>Nothing was understood</source>
            <translation>Nichts wurde verstanden</translation>
        </message>
        <message>
            <source>Nothing was asked</source>
            <translation>Nichts wurde gefragt</translation>
        </message>
        <message>
            <source>Without “{what}”: {count}</source>
            <translation>Ohne „{what}“: {count}</translation>
        </message>
        <message>
            <source>Drop this condition and search again</source>
            <translation>Diese Bedingung fallen lassen und noch einmal suchen</translation>
        </message>
        <message>
            <source>Networks …</source>
            <translation>Netze …</translation>
        </message>
        <message>
            <source>one moment</source>
            <translation>ein Moment</translation>
        </message>
        <message>
            <source>%s moments</source>
            <translation>%s Momente</translation>
        </message>
        <message>
            <source>{shown} of {moments}</source>
            <translation>{shown} von {moments}</translation>
        </message>
    </context>
    <context>
        <name>ResultHead</name>
        <message>
            <source>Number of hits</source>
            <translation>Zahl der Treffer</translation>
        </message>
        <message>
            <source>Parts of the score</source>
            <translation>Teile der Wertung</translation>
        </message>
        <message>
            <source>Notes on the search</source>
            <translation>Hinweise zur Suche</translation>
        </message>
        <message>
            <source>Add models …</source>
            <translation>Modelle hinzufügen …</translation>
        </message>
        <message>
            <source>What better weights add, and where to get them</source>
            <translation>Was bessere Gewichte bringen und woher sie kommen</translation>
        </message>
        <message>
            <source>score</source>
            <translation>Wertung</translation>
        </message>
        <message>
            <source>score ≥ %s</source>
            <translation>Wertung ≥ %s</translation>
        </message>
        <message>
            <source>Hidden: %s</source>
            <translation>Verborgen: %s</translation>
        </message>
        <message>
            <source>Hidden</source>
            <translation>Verborgen</translation>
        </message>
        <message>
            <source>one hit</source>
            <translation>ein Treffer</translation>
        </message>
        <message>
            <source>%s hits</source>
            <translation>%s Treffer</translation>
        </message>
        <message>
            <source>{shown} of {hits}</source>
            <translation>{shown} von {hits}</translation>
        </message>
        <message>
            <source>By “%s”</source>
            <translation>Nach „%s“</translation>
        </message>
        <message>
            <source>Movement: how far each hit rose or fell against the list before (M)</source>
            <translation>Bewegung: wie weit jeder Treffer gegenüber der Liste davor stieg oder fiel (M)</translation>
        </message>
        <message>
            <source>Fusion</source>
            <translation>Fusion</translation>
        </message>
        <message>
            <source>Merge the parts by another rule, without a new search (F)</source>
            <translation>Die Teile nach einer anderen Regel verschmelzen, ohne neue Suche (F)</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>Concepts and words that are frequent in these results (W)</source>
            <translation>Begriffe und Wörter, die in diesen Ergebnissen häufig sind (W)</translation>
        </message>
        <message>
            <source>What is left out, and undoing it (U)</source>
            <translation>Was weggelassen ist, und wie es zurückkommt (U)</translation>
        </message>
        <message>
            <source>Inspect</source>
            <translation>Inspektor</translation>
        </message>
        <message>
            <source>Show the current hit large, with what matched (I or Enter)</source>
            <translation>Den aktuellen Treffer groß zeigen, mit dem, was gepasst hat (I oder Eingabe)</translation>
        </message>
        <message>
            <source>All keys of the results (?)</source>
            <translation>Alle Tasten der Ergebnisse (?)</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>Ordnung</translation>
        </message>
        <message>
            <source>Order of the hits (S)</source>
            <translation>Ordnung der Treffer (S)</translation>
        </message>
        <message>
            <source>Smallest score</source>
            <translation>Kleinste Wertung</translation>
        </message>
        <message>
            <source>Hide hits with a smaller score</source>
            <translation>Treffer mit kleinerer Wertung ausblenden</translation>
        </message>
        <message>
            <source>size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Size of pictures</source>
            <translation>Größe der Bilder</translation>
        </message>
        <message>
            <source>Size of pictures (Ctrl+wheel)</source>
            <translation>Größe der Bilder (Strg+Rad)</translation>
        </message>
        <message>
            <source>Best first</source>
            <translation>Bestes zuerst</translation>
        </message>
        <message>
            <source>By date</source>
            <translation>Nach Datum</translation>
        </message>
        <message>
            <source>By title</source>
            <translation>Nach Titel</translation>
        </message>
    </context>
    <context>
        <name>ResultKeys</name>
        <message>
            <source>Inspect the current hit, or close the inspector</source>
            <translation>Den aktuellen Treffer im Inspektor zeigen, oder den Inspektor schließen</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>Inspektor</translation>
        </message>
        <message>
            <source>What came before the current hit in its video or in time</source>
            <translation>Was in seinem Video oder zeitlich vor dem aktuellen Treffer kam</translation>
        </message>
        <message>
            <source>What came after it</source>
            <translation>Was danach kam</translation>
        </message>
        <message>
            <source>Play at the hit, in the inspector</source>
            <translation>Beim Treffer abspielen, im Inspektor</translation>
        </message>
        <message>
            <source>Find more like this, by a feature</source>
            <translation>Mehr davon finden, nach einem Merkmal</translation>
        </message>
        <message>
            <source>Large, or play the video</source>
            <translation>Groß zeigen, oder das Video abspielen</translation>
        </message>
        <message>
            <source>Exclude from all results</source>
            <translation>Aus allen Ergebnissen ausschließen</translation>
        </message>
        <message>
            <source>Exclude the whole video</source>
            <translation>Das ganze Video ausschließen</translation>
        </message>
        <message>
            <source>Hide what was seen, or show it</source>
            <translation>Gesehenes ausblenden, oder zeigen</translation>
        </message>
        <message>
            <source>What is left out</source>
            <translation>Was weggelassen ist</translation>
        </message>
        <message>
            <source>Movement of ranks</source>
            <translation>Bewegung der Ränge</translation>
        </message>
        <message>
            <source>Try the next fusion rule</source>
            <translation>Die nächste Fusionsregel versuchen</translation>
        </message>
        <message>
            <source>Try the previous rule</source>
            <translation>Die vorige Regel versuchen</translation>
        </message>
        <message>
            <source>Words and concepts of these results</source>
            <translation>Wörter und Begriffe dieser Ergebnisse</translation>
        </message>
        <message>
            <source>List with reasons, or pictures</source>
            <translation>Liste mit Gründen, oder Bilder</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>Ordnung</translation>
        </message>
        <message>
            <source>Larger pictures</source>
            <translation>Größere Bilder</translation>
        </message>
        <message>
            <source>Smaller pictures</source>
            <translation>Kleinere Bilder</translation>
        </message>
        <message>
            <source>This sheet</source>
            <translation>Diese Übersicht</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>Selected items, from everywhere</source>
            <translation>Gewählte Einträge, von überall</translation>
        </message>
        <message>
            <source>Views</source>
            <translation>Ansichten</translation>
        </message>
        <message>
            <source>Hits</source>
            <translation>Treffer</translation>
        </message>
        <message>
            <source>Keys of the results</source>
            <translation>Tasten der Ergebnisse</translation>
        </message>
        <message>
            <source>Move</source>
            <translation>Bewegen</translation>
        </message>
        <message>
            <source>Arrows</source>
            <translation>Pfeile</translation>
        </message>
        <message>
            <source>First, last</source>
            <translation>Erster, letzter</translation>
        </message>
        <message>
            <source>Home, End</source>
            <translation>Pos1, Ende</translation>
        </message>
        <message>
            <source>A page on, back</source>
            <translation>Eine Seite weiter, zurück</translation>
        </message>
        <message>
            <source>Page Down, Up</source>
            <translation>Bild ab, auf</translation>
        </message>
        <message>
            <source>Select while moving</source>
            <translation>Beim Bewegen wählen</translation>
        </message>
        <message>
            <source>with Shift</source>
            <translation>mit Umschalt</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>Alles wählen</translation>
        </message>
        <message>
            <source>Clear the selection</source>
            <translation>Die Auswahl aufheben</translation>
        </message>
        <message>
            <source>View “%s”</source>
            <translation>Ansicht „%s“</translation>
        </message>
    </context>
    <context>
        <name>ResultMarks</name>
        <message>
            <source>new</source>
            <translation>neu</translation>
        </message>
    </context>
    <context>
        <name>ResultRows</name>
        <message>
            <source>Time cache: {kept} of {all} hits, the best of each period.</source>
            <translation>Zeitraster: {kept} von {all} Treffern, der beste jedes Zeitraums.</translation>
        </message>
        <message>
            <source>score %s</source>
            <translation>Wertung %s</translation>
        </message>
        <message>
            <source>one hit</source>
            <translation>ein Treffer</translation>
        </message>
        <message>
            <source>%s hits</source>
            <translation>%s Treffer</translation>
        </message>
        <message>
            <source>Items without a time</source>
            <translation>Einträge ohne Zeit</translation>
        </message>
        <message>
            <source>%s frames</source>
            <translation>%s Bilder</translation>
        </message>
    </context>
    <context>
        <name>ResultSession</name>
        <message>
            <source>Smallest score</source>
            <translation>Kleinste Wertung</translation>
        </message>
        <message>
            <source>Sort the results</source>
            <translation>Die Ergebnisse ordnen</translation>
        </message>
        <message>
            <source>Hide or show what was seen</source>
            <translation>Gesehenes ausblenden oder zeigen</translation>
        </message>
    </context>
    <context>
        <name>ResultViews</name>
        <message>
            <source>Grid</source>
            <translation>Raster</translation>
        </message>
        <message>
            <source>All hits, best first, as pictures or as a list</source>
            <translation>Alle Treffer, die besten zuerst, als Bilder oder als Liste</translation>
        </message>
        <message>
            <source>Scenes</source>
            <translation>Fundstellen</translation>
        </message>
        <message>
            <source>One scene a row: matched frames by number, neighbours dimmed</source>
            <translation>Eine Fundstelle je Zeile: passende Bilder mit Nummern, Nachbarn gedämpft</translation>
        </message>
        <message>
            <source>Film strips</source>
            <translation>Filmstreifen</translation>
        </message>
        <message>
            <source>One hit a row, in all frames of its video</source>
            <translation>Ein Treffer je Zeile, in allen Bildern seines Videos</translation>
        </message>
        <message>
            <source>By video</source>
            <translation>Nach Video</translation>
        </message>
        <message>
            <source>Videos with their best hits; photos by day</source>
            <translation>Videos mit ihren besten Treffern; Fotos nach Tagen</translation>
        </message>
        <message>
            <source>Time cache</source>
            <translation>Zeitraster</translation>
        </message>
        <message>
            <source>Only the best frame of each 1, 30, 60 or 180 seconds</source>
            <translation>Nur das beste Bild aus je 1, 30, 60 oder 180 Sekunden</translation>
        </message>
        <message>
            <source>Videos as a whole</source>
            <translation>Videos als Ganzes</translation>
        </message>
        <message>
            <source>What is seen in each video, how often and how surely</source>
            <translation>Was in jedem Video zu sehen ist, wie oft und wie sicher</translation>
        </message>
        <message>
            <source>What changed</source>
            <translation>Was sich geändert hat</translation>
        </message>
        <message>
            <source>New, risen, fallen and gone against an earlier list</source>
            <translation>Neu, gestiegen, gefallen und weg gegenüber einer früheren Liste</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>Karte</translation>
        </message>
        <message>
            <source>All hits condensed to one sorted map; zoom into neighbours</source>
            <translation>Alle Treffer zu einer geordneten Karte verdichtet; vergrößern Sie zu Nachbarn</translation>
        </message>
        <message>
            <source>Feature map</source>
            <translation>Merkmalskarte</translation>
        </message>
        <message>
            <source>A self-organising map of the hits, or of the library</source>
            <translation>Eine selbstorganisierende Karte der Treffer oder der Bibliothek</translation>
        </message>
        <message>
            <source>Concept maps</source>
            <translation>Begriffskarten</translation>
        </message>
        <message>
            <source>A small map for each frequent concept of the hits</source>
            <translation>Eine kleine Karte für jeden häufigen Begriff der Treffer</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>Raum</translation>
        </message>
        <message>
            <source>Hits in space, to fly through; a shelf and ways between</source>
            <translation>Treffer im Raum, zum Durchfliegen; eine Ablage und Wege dazwischen</translation>
        </message>
    </context>
    <context>
        <name>Results</name>
        <message>
            <source>&amp;Looks, by every network</source>
            <translation>&amp;Aussehen, nach allen Netzen</translation>
        </message>
        <message>
            <source>All networks rank, their lists merge</source>
            <translation>Alle Netze reihen, ihre Listen verschmelzen</translation>
        </message>
        <message>
            <source>&amp;Embedding</source>
            <translation>&amp;Einbettung</translation>
        </message>
        <message>
            <source>The vector of the best network</source>
            <translation>Der Vektor des besten Netzes</translation>
        </message>
        <message>
            <source>&amp;Concepts</source>
            <translation>&amp;Begriffe</translation>
        </message>
        <message>
            <source>What networks named in it</source>
            <translation>Was Netze darauf benannt haben</translation>
        </message>
        <message>
            <source>C&amp;olour</source>
            <translation>&amp;Farbe</translation>
        </message>
        <message>
            <source>Colours and where they are</source>
            <translation>Farben, und wo sie sind</translation>
        </message>
        <message>
            <source>&amp;Texture</source>
            <translation>&amp;Textur</translation>
        </message>
        <message>
            <source>Patterns and edges</source>
            <translation>Muster und Kanten</translation>
        </message>
        <message>
            <source>&amp;Motion</source>
            <translation>Be&amp;wegung</translation>
        </message>
        <message>
            <source>How camera and things move, in videos</source>
            <translation>Wie Kamera und Dinge sich bewegen, in Videos</translation>
        </message>
        <message>
            <source>words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>facets</source>
            <translation>Merkmale</translation>
        </message>
        <message>
            <source>concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>meaning</source>
            <translation>Bedeutung</translation>
        </message>
        <message>
            <source>looks</source>
            <translation>Aussehen</translation>
        </message>
        <message>
            <source>like the example</source>
            <translation>wie das Beispiel</translation>
        </message>
        <message>
            <source>letters and speech</source>
            <translation>Schrift und Sprache</translation>
        </message>
        <message>
            <source>who, what, where</source>
            <translation>wer, was, wo</translation>
        </message>
        <message>
            <source>like the clip</source>
            <translation>wie der Ausschnitt</translation>
        </message>
        <message>
            <source>canvas</source>
            <translation>Skizze</translation>
        </message>
        <message>
            <source>tags</source>
            <translation>Schlagwörter</translation>
        </message>
        <message>
            <source>score</source>
            <translation>Wertung</translation>
        </message>
        <message>
            <source>step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>likeness</source>
            <translation>Ähnlichkeit</translation>
        </message>
        <message>
            <source>side of the border</source>
            <translation>Seite der Grenze</translation>
        </message>
        <message>
            <source>nearest mark</source>
            <translation>nächste Marke</translation>
        </message>
        <message>
            <source>objects</source>
            <translation>Objekte</translation>
        </message>
        <message>
            <source>relations</source>
            <translation>Beziehungen</translation>
        </message>
        <message>
            <source>picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>time of day</source>
            <translation>Tageszeit</translation>
        </message>
        <message>
            <source>place</source>
            <translation>Ort</translation>
        </message>
        <message>
            <source>graph</source>
            <translation>Graph</translation>
        </message>
        <message>
            <source>sentence</source>
            <translation>Satz</translation>
        </message>
        <message>
            <source>texts</source>
            <translation>Texte</translation>
        </message>
        <message>
            <source>place and time</source>
            <translation>Ort und Zeit</translation>
        </message>
    </context>
    <context>
        <name>ResultsPanel</name>
        <message>
            <source>What the view says</source>
            <translation>Was die Ansicht sagt</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>Show the results in another view</source>
            <translation>Die Ergebnisse in einer anderen Ansicht zeigen</translation>
        </message>
    </context>
    <context>
        <name>RoundsView</name>
        <message>
            <source>Categories</source>
            <translation>Kategorien</translation>
        </message>
        <message>
            <source>Rounds of the chosen category</source>
            <translation>Runden der gewählten Kategorie</translation>
        </message>
        <message>
            <source>All, mean</source>
            <translation>Alle, Mittel</translation>
        </message>
        <message>
            <source>Looked for</source>
            <translation>Gesucht</translation>
        </message>
        <message>
            <source>Items</source>
            <translation>Einträge</translation>
        </message>
        <message>
            <source>Precision, first round</source>
            <translation>Genauigkeit, erste Runde</translation>
        </message>
        <message>
            <source>Recall at the end</source>
            <translation>Ausbeute am Ende</translation>
        </message>
        <message>
            <source>By chance</source>
            <translation>Durch Zufall</translation>
        </message>
        <message>
            <source>Marks given</source>
            <translation>Vergebene Marken</translation>
        </message>
        <message>
            <source>Seen</source>
            <translation>Gesehen</translation>
        </message>
        <message>
            <source>Time a round</source>
            <translation>Zeit je Runde</translation>
        </message>
        <message>
            <source>Round</source>
            <translation>Runde</translation>
        </message>
        <message>
            <source>Marks</source>
            <translation>Marken</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>by chance</source>
            <translation>durch Zufall</translation>
        </message>
        <message>
            <source>Recall</source>
            <translation>Ausbeute</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Recall, %s</source>
            <translation>Ausbeute, %s</translation>
        </message>
    </context>
    <context>
        <name>RowView</name>
        <message>
            <source>Frame before or after</source>
            <translation>Bild davor oder danach</translation>
        </message>
        <message>
            <source>Choose the period of the time cache</source>
            <translation>Die Länge des Zeitrasters wählen</translation>
        </message>
        <message>
            <source>Row above or below</source>
            <translation>Zeile darüber oder darunter</translation>
        </message>
        <message>
            <source>First or last frame of the row</source>
            <translation>Erstes oder letztes Bild der Zeile</translation>
        </message>
        <message>
            <source>Home  End</source>
            <translation>Pos1  Ende</translation>
        </message>
        <message>
            <source>First or last row</source>
            <translation>Erste oder letzte Zeile</translation>
        </message>
        <message>
            <source>Ctrl+Home  Ctrl+End</source>
            <translation>Strg+Pos1  Strg+Ende</translation>
        </message>
        <message>
            <source>Scroll a row sideways</source>
            <translation>Eine Zeile seitwärts rollen</translation>
        </message>
        <message>
            <source>Shift+wheel</source>
            <translation>Umschalt+Rad</translation>
        </message>
        <message>
            <source>Next period of the time cache</source>
            <translation>Nächste Länge des Zeitrasters</translation>
        </message>
    </context>
    <context>
        <name>RunView</name>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Plots</source>
            <translation>Diagramme</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Best of the methods</source>
            <translation>Die beste der Methoden</translation>
        </message>
        <message>
            <source>Measures by method</source>
            <translation>Maße je Methode</translation>
        </message>
        <message>
            <source>Pictures farthest from the median</source>
            <translation>Bilder, die vom Median am weitesten entfernt sind</translation>
        </message>
        <message>
            <source>One row of the table for each</source>
            <translation>Eine Zeile der Tabelle für jede</translation>
        </message>
        <message>
            <source>Measure of the boxes, and across the scatter</source>
            <translation>Maß der Kästen, und nach rechts im Streudiagramm</translation>
        </message>
        <message>
            <source>Measure upwards in the scatter</source>
            <translation>Maß nach oben im Streudiagramm</translation>
        </message>
        <message>
            <source>method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>class found</source>
            <translation>gefundene Klasse</translation>
        </message>
        <message>
            <source>true class</source>
            <translation>wahre Klasse</translation>
        </message>
        <message>
            <source>layer</source>
            <translation>Schicht</translation>
        </message>
        <message>
            <source>Outlier</source>
            <translation>Ausreißer</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
    </context>
    <context>
        <name>SavedFilters</name>
        <message>
            <source>Saved</source>
            <translation>Gespeichert</translation>
        </message>
        <message>
            <source>Filters with a name: keep these, or bring others back</source>
            <translation>Filter mit Namen: diese aufbewahren oder andere zurückholen</translation>
        </message>
        <message>
            <source>Filters with a name</source>
            <translation>Filter mit Namen</translation>
        </message>
        <message>
            <source>Save these filters …</source>
            <translation>Diese Filter speichern …</translation>
        </message>
        <message>
            <source>Read-only: %s</source>
            <translation>Nur lesbar: %s</translation>
        </message>
        <message>
            <source>Saved filters</source>
            <translation>Gespeicherte Filter</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>Vergessen</translation>
        </message>
        <message>
            <source>Save these filters</source>
            <translation>Diese Filter speichern</translation>
        </message>
        <message>
            <source>Name:</source>
            <translation>Name:</translation>
        </message>
        <message>
            <source>Filters saved as “%s”.</source>
            <translation>Filter als „%s“ gespeichert.</translation>
        </message>
    </context>
    <context>
        <name>SceneView</name>
        <message>
            <source>Scenes</source>
            <translation>Fundstellen</translation>
        </message>
    </context>
    <context>
        <name>ScoreBars</name>
        <message>
            <source>Classes by score</source>
            <translation>Klassen nach Wert</translation>
        </message>
    </context>
    <context>
        <name>ScoreParts</name>
        <message>
            <source>Parts of the score</source>
            <translation>Teile der Wertung</translation>
        </message>
        <message>
            <source>score (sum)</source>
            <translation>Wertung (Summe)</translation>
        </message>
        <message>
            <source>score</source>
            <translation>Wertung</translation>
        </message>
    </context>
    <context>
        <name>Search</name>
        <message>
            <source>An image must fit all of this.</source>
            <translation>Ein Bild muss zu all dem passen.</translation>
        </message>
        <message>
            <source>An image may fit any of this; the more, the better.</source>
            <translation>Ein Bild kann zu irgendetwas davon passen; je mehr, desto besser.</translation>
        </message>
        <message>
            <source>and</source>
            <translation>und</translation>
        </message>
        <message>
            <source>or</source>
            <translation>oder</translation>
        </message>
        <message>
            <source>without</source>
            <translation>ohne</translation>
        </message>
        <message>
            <source>Edit …</source>
            <translation>Ändern …</translation>
        </message>
        <message>
            <source>Enter</source>
            <translation>Eingabe</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>Leertaste</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>Gewicht</translation>
        </message>
        <message>
            <source>Move to a new step</source>
            <translation>In einen neuen Schritt</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Del</source>
            <translation>Entf</translation>
        </message>
        <message>
            <source>Switch off</source>
            <translation>Ausschalten</translation>
        </message>
        <message>
            <source>Switch on</source>
            <translation>Einschalten</translation>
        </message>
        <message>
            <source>Must be there</source>
            <translation>Muss da sein</translation>
        </message>
        <message>
            <source>Move to step %s</source>
            <translation>In Schritt %s</translation>
        </message>
        <message>
            <source>a picture</source>
            <translation>ein Bild</translation>
        </message>
        <message>
            <source>Words, facets, meaning, concepts and pictures, whatever is available</source>
            <translation>Wörter, Merkmale, Bedeutung, Begriffe und Bilder, was verfügbar ist</translation>
        </message>
        <message>
            <source>Words as they are written in titles, plots, captions, facets</source>
            <translation>Wörter, wie sie in Titeln, Inhalten, Bildunterschriften, Merkmalen stehen</translation>
        </message>
        <message>
            <source>What networks named in the pictures</source>
            <translation>Was Netze in den Bildern benannt haben</translation>
        </message>
        <message>
            <source>Networks that know texts and pictures</source>
            <translation>Netze, die Texte und Bilder kennen</translation>
        </message>
        <message>
            <source>All ways, merged by rank instead of by score</source>
            <translation>Alle Wege, nach Rang statt nach Wertung verschmolzen</translation>
        </message>
        <message>
            <source>looks (best network)</source>
            <translation>Aussehen (bestes Netz)</translation>
        </message>
        <message>
            <source>looks (all networks)</source>
            <translation>Aussehen (alle Netze)</translation>
        </message>
        <message>
            <source>concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>texture</source>
            <translation>Textur</translation>
        </message>
        <message>
            <source>motion</source>
            <translation>Bewegung</translation>
        </message>
        <message>
            <source>meaning (text and picture)</source>
            <translation>Bedeutung (Text und Bild)</translation>
        </message>
        <message>
            <source>best frame</source>
            <translation>bestes Bild</translation>
        </message>
        <message>
            <source>any frame (noisy or)</source>
            <translation>jedes Bild (Noisy-Or)</translation>
        </message>
        <message>
            <source>on average</source>
            <translation>im Mittel</translation>
        </message>
        <message>
            <source>each (minimum)</source>
            <translation>jeder (Minimum)</translation>
        </message>
        <message>
            <source>all together (product)</source>
            <translation>alle zusammen (Produkt)</translation>
        </message>
        <message>
            <source>Who or what</source>
            <translation>Wer oder was</translation>
        </message>
        <message>
            <source>does</source>
            <translation>tut</translation>
        </message>
        <message>
            <source>to what</source>
            <translation>womit</translation>
        </message>
        <message>
            <source>when</source>
            <translation>wann</translation>
        </message>
        <message>
            <source>where</source>
            <translation>wo</translation>
        </message>
        <message>
            <source>nothing yet</source>
            <translation>noch nichts</translation>
        </message>
        <message>
            <source>a pose</source>
            <translation>eine Pose</translation>
        </message>
        <message>
            <source>&amp;Concepts</source>
            <translation>&amp;Begriffe</translation>
        </message>
        <message>
            <source>&amp;Picture</source>
            <translation>B&amp;ild</translation>
        </message>
        <message>
            <source>What looks like a picture, or a part of one</source>
            <translation>Was wie ein Bild aussieht, oder wie ein Teil davon</translation>
        </message>
        <message>
            <source>Can&amp;vas</source>
            <translation>&amp;Skizze</translation>
        </message>
        <message>
            <source>Colours, objects, texts and pictures in their places</source>
            <translation>Farben, Objekte, Texte und Bilder an ihrem Platz</translation>
        </message>
        <message>
            <source>Written or &amp;spoken</source>
            <translation>Geschrieben oder &amp;gesprochen</translation>
        </message>
        <message>
            <source>Letters in the picture, speech, titles</source>
            <translation>Schrift im Bild, Sprache, Titel</translation>
        </message>
        <message>
            <source>&amp;Who does what, where</source>
            <translation>&amp;Wer tut was, wo</translation>
        </message>
        <message>
            <source>Subject, predicate, object, time and place in boxes</source>
            <translation>Subjekt, Prädikat, Objekt, Zeit und Ort in Feldern</translation>
        </message>
        <message>
            <source>C&amp;lip</source>
            <translation>Auss&amp;chnitt</translation>
        </message>
        <message>
            <source>What looks and sounds like some seconds of a video</source>
            <translation>Was aussieht und klingt wie einige Sekunden eines Videos</translation>
        </message>
        <message>
            <source>&amp;Tags</source>
            <translation>Schlagwö&amp;rter</translation>
        </message>
        <message>
            <source>What lies near to tags in the knowledge graph</source>
            <translation>Was im Wissensgraphen nahe bei Schlagwörtern liegt</translation>
        </message>
        <message>
            <source>P&amp;ose</source>
            <translation>P&amp;ose</translation>
        </message>
        <message>
            <source>People who stand, sit or move in a pose</source>
            <translation>Menschen, die in einer Pose stehen, sitzen oder sich bewegen</translation>
        </message>
        <message>
            <source>&amp;More words</source>
            <translation>&amp;Mehr Wörter</translation>
        </message>
        <message>
            <source>More words, weighed on their own</source>
            <translation>Weitere Wörter, für sich gewichtet</translation>
        </message>
        <message>
            <source>anywhere</source>
            <translation>irgendwo</translation>
        </message>
        <message>
            <source>letters in the picture</source>
            <translation>Schrift im Bild</translation>
        </message>
        <message>
            <source>speech</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>titles</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>descriptions</source>
            <translation>Beschreibungen</translation>
        </message>
        <message>
            <source>file and folder names</source>
            <translation>Datei- und Ordnernamen</translation>
        </message>
        <message>
            <source>like a part of %s</source>
            <translation>wie ein Teil von %s</translation>
        </message>
        <message>
            <source>like %s</source>
            <translation>wie %s</translation>
        </message>
        <message>
            <source>like {span} of {name}</source>
            <translation>wie {span} von {name}</translation>
        </message>
        <message>
            <source>pose %s</source>
            <translation>Pose %s</translation>
        </message>
        <message>
            <source>%s, turned as well</source>
            <translation>%s, auch gedreht</translation>
        </message>
        <message>
            <source>“{text}” in {where}</source>
            <translation>„{text}“ in {where}</translation>
        </message>
        <message>
            <source>video %s</source>
            <translation>Video %s</translation>
        </message>
        <message>
            <source>not %s</source>
            <translation>nicht %s</translation>
        </message>
        <message>
            <source>no %s</source>
            <translation>kein %s</translation>
        </message>
    </context>
    <context>
        <name>SearchActions</name>
        <message>
            <source>The settings cannot be saved: {error}</source>
            <translation>Die Einstellungen können nicht gespeichert werden: {error}</translation>
        </message>
        <message>
            <source>Keys of the search</source>
            <translation>Tasten der Suche</translation>
        </message>
        <message>
            <source>&amp;Merge by</source>
            <translation>&amp;Verschmelzen nach</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>Find more like this</source>
            <translation>Mehr davon finden</translation>
        </message>
        <message>
            <source>Add to the search</source>
            <translation>Zur Suche hinzufügen</translation>
        </message>
        <message>
            <source>Find this pose</source>
            <translation>Diese Pose finden</translation>
        </message>
        <message>
            <source>Search by a canvas</source>
            <translation>Mit einer Skizze suchen</translation>
        </message>
        <message>
            <source>New search</source>
            <translation>Neue Suche</translation>
        </message>
        <message>
            <source>Go to the search box</source>
            <translation>Zum Suchfeld gehen</translation>
        </message>
        <message>
            <source>Find what looks like the selected item</source>
            <translation>Finden, was dem gewählten Eintrag ähnlich sieht</translation>
        </message>
        <message>
            <source>Search by the selected item beside what is asked already</source>
            <translation>Mit dem gewählten Eintrag suchen, neben dem, was schon gefragt ist</translation>
        </message>
        <message>
            <source>Find people who stand, sit or move as in the selected photo</source>
            <translation>Menschen finden, die stehen, sitzen oder sich bewegen wie im gewählten Foto</translation>
        </message>
        <message>
            <source>Draw colours, objects, texts, pictures</source>
            <translation>Farben, Objekte, Texte, Bilder zeichnen</translation>
        </message>
        <message>
            <source>Begin with an empty query; filters stay</source>
            <translation>Mit einer leeren Anfrage beginnen; Filter bleiben</translation>
        </message>
        <message>
            <source>&amp;Re-rank what is shown</source>
            <translation>Gezeigtes neu &amp;reihen</translation>
        </message>
        <message>
            <source>Searches rank only the items of this list anew</source>
            <translation>Suchen reihen nur die Einträge dieser Liste neu</translation>
        </message>
        <message>
            <source>Pictures near these &amp;words …</source>
            <translation>Bilder in der Nähe dieser &amp;Wörter …</translation>
        </message>
        <message>
            <source>A map of pictures; the one you pick replaces the words</source>
            <translation>Eine Karte von Bildern; das gewählte ersetzt die Wörter</translation>
        </message>
        <message>
            <source>Read the words &amp;back</source>
            <translation>Die Wörter &amp;zurücklesen</translation>
        </message>
        <message>
            <source>Show how the words are understood, as chips to change</source>
            <translation>Zeigen, wie die Wörter verstanden werden, als Bausteine zum Ändern</translation>
        </message>
        <message>
            <source>&amp;Search while typing</source>
            <translation>Beim &amp;Tippen suchen</translation>
        </message>
        <message>
            <source>Results follow the words when typing rests</source>
            <translation>Ergebnisse folgen den Wörtern, wenn das Tippen ruht</translation>
        </message>
        <message>
            <source>&amp;New search</source>
            <translation>&amp;Neue Suche</translation>
        </message>
        <message>
            <source>&amp;Keys …</source>
            <translation>Tast&amp;en …</translation>
        </message>
        <message>
            <source>All keys of this panel</source>
            <translation>Alle Tasten der Suche</translation>
        </message>
    </context>
    <context>
        <name>SearchBox</name>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>Words, “phrases”, -not this; Enter searches (Ctrl+F comes here)</source>
            <translation>Wörter, „Wortgruppen“, -ohne dies; Eingabe sucht (Strg+F kommt hierher)</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
    </context>
    <context>
        <name>SearchHead</name>
        <message>
            <source>A step in time: t&amp;hen …</source>
            <translation>Ein Schritt in der Zeit: &amp;dann …</translation>
        </message>
        <message>
            <source>Something that follows, or lies near in time</source>
            <translation>Etwas, das folgt oder zeitlich nahe liegt</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>Search (Enter)</source>
            <translation>Suchen (Eingabe)</translation>
        </message>
        <message>
            <source>Dictate</source>
            <translation>Diktieren</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Dazu</translation>
        </message>
        <message>
            <source>Add concepts, a picture, a canvas, a step in time … (Alt+A)</source>
            <translation>Begriffe, ein Bild, eine Skizze, einen Schritt in der Zeit … dazunehmen (Alt+A)</translation>
        </message>
        <message>
            <source>Filters</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Quick filters: people, colour, darkness, length … (Alt+Shift+F)</source>
            <translation>Schnellfilter: Menschen, Farbe, Dunkelheit, Länge … (Alt+Umschalt+F)</translation>
        </message>
        <message>
            <source>How to search: ways, weights, fusion (Alt+Shift+O)</source>
            <translation>Wie gesucht wird: Wege, Gewichte, Fusion (Alt+Umschalt+O)</translation>
        </message>
        <message>
            <source>Back to the search before (Alt+Left)</source>
            <translation>Zurück zur Suche davor (Alt+Links)</translation>
        </message>
        <message>
            <source>On to the next search (Alt+Right)</source>
            <translation>Weiter zur nächsten Suche (Alt+Rechts)</translation>
        </message>
        <message>
            <source>What was asked, and saved searches (Alt+Shift+H)</source>
            <translation>Was gefragt wurde, und gespeicherte Suchen (Alt+Umschalt+H)</translation>
        </message>
        <message>
            <source>Re-rank, map of words, keys …</source>
            <translation>Neu reihen, Karte der Wörter, Tasten …</translation>
        </message>
        <message>
            <source>Words, or drop a picture</source>
            <translation>Wörter, oder ein Bild hierher ziehen</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>Wörter</translation>
        </message>
    </context>
    <context>
        <name>SearchKeys</name>
        <message>
            <source>Words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>Chips</source>
            <translation>Bausteine</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Dazu</translation>
        </message>
        <message>
            <source>The whole search</source>
            <translation>Die ganze Suche</translation>
        </message>
        <message>
            <source>Go to the box, from everywhere</source>
            <translation>Zum Suchfeld gehen, von überall</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Earlier searches, in the empty box</source>
            <translation>Frühere Suchen, im leeren Feld</translation>
        </message>
        <message>
            <source>On to the chips</source>
            <translation>Weiter zu den Bausteinen</translation>
        </message>
        <message>
            <source>Stop the search, close what is open</source>
            <translation>Die Suche anhalten, Offenes schließen</translation>
        </message>
        <message>
            <source>Search by the picture on the clipboard</source>
            <translation>Mit dem Bild der Zwischenablage suchen</translation>
        </message>
        <message>
            <source>Dictate</source>
            <translation>Diktieren</translation>
        </message>
        <message>
            <source>Read the words back</source>
            <translation>Die Wörter zurücklesen</translation>
        </message>
        <message>
            <source>From chip to chip, from step to step</source>
            <translation>Von Baustein zu Baustein, von Schritt zu Schritt</translation>
        </message>
        <message>
            <source>Arrows</source>
            <translation>Pfeile</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Ändern</translation>
        </message>
        <message>
            <source>Switch on or off</source>
            <translation>Ein- oder ausschalten</translation>
        </message>
        <message>
            <source>Must be there</source>
            <translation>Muss da sein</translation>
        </message>
        <message>
            <source>Counts more, counts less</source>
            <translation>Zählt mehr, zählt weniger</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Move</source>
            <translation>Verschieben</translation>
        </message>
        <message>
            <source>Ctrl+Shift+Arrows</source>
            <translation>Strg+Umschalt+Pfeile</translation>
        </message>
        <message>
            <source>All that can be done</source>
            <translation>Alles, was sich tun lässt</translation>
        </message>
        <message>
            <source>Menu of all kinds; then the letter that is underlined</source>
            <translation>Menü aller Arten; dann der unterstrichene Buchstabe</translation>
        </message>
        <message>
            <source>A step in time</source>
            <translation>Ein Schritt in der Zeit</translation>
        </message>
        <message>
            <source>A canvas, from everywhere</source>
            <translation>Eine Skizze, von überall</translation>
        </message>
        <message>
            <source>The selected item, beside the rest</source>
            <translation>Der gewählte Eintrag, neben allem anderen</translation>
        </message>
        <message>
            <source>Search by the selected item alone</source>
            <translation>Nur mit dem gewählten Eintrag suchen</translation>
        </message>
        <message>
            <source>20 s of the video, in the player</source>
            <translation>20 s des Videos, im Abspieler</translation>
        </message>
        <message>
            <source>Quick filters</source>
            <translation>Schnellfilter</translation>
        </message>
        <message>
            <source>How to search</source>
            <translation>Wie gesucht wird</translation>
        </message>
        <message>
            <source>Next rule that merges the parts</source>
            <translation>Nächste Regel, nach der die Teile verschmelzen</translation>
        </message>
        <message>
            <source>Back, forward</source>
            <translation>Zurück, vor</translation>
        </message>
        <message>
            <source>History and saved searches</source>
            <translation>Verlauf und gespeicherte Suchen</translation>
        </message>
        <message>
            <source>Save this search</source>
            <translation>Diese Suche speichern</translation>
        </message>
        <message>
            <source>Re-rank what is shown, or search everywhere</source>
            <translation>Gezeigtes neu reihen, oder überall suchen</translation>
        </message>
        <message>
            <source>Map of pictures near the words</source>
            <translation>Karte der Bilder in der Nähe der Wörter</translation>
        </message>
        <message>
            <source>New search</source>
            <translation>Neue Suche</translation>
        </message>
        <message>
            <source>Take a change back</source>
            <translation>Eine Änderung zurücknehmen</translation>
        </message>
        <message>
            <source>Next and previous hit</source>
            <translation>Nächster und voriger Treffer</translation>
        </message>
        <message>
            <source>This sheet</source>
            <translation>Diese Übersicht</translation>
        </message>
    </context>
    <context>
        <name>SearchNames</name>
        <message>
            <source>All that is there</source>
            <translation>Alles, was da ist</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>Concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Merged by rank</source>
            <translation>Nach Rang verschmolzen</translation>
        </message>
        <message>
            <source>Nothing was asked: type a word, give an example or set a filter.</source>
            <translation>Nichts wurde gefragt: Tippen Sie ein Wort, geben Sie ein Beispiel, oder setzen Sie einen Filter.</translation>
        </message>
        <message>
            <source>{count} items match below the threshold {threshold:g}; the best has {best:.2f}.</source>
            <translation>{count} passende Einträge liegen unter der Schwelle {threshold:g}; der beste hat {best:.2f}.</translation>
        </message>
        <message>
            <source>All scenes lie below the threshold {threshold:g}; the best has {best:.2f}.</source>
            <translation>Alle Fundstellen liegen unter der Schwelle {threshold:g}; die beste hat {best:.2f}.</translation>
        </message>
        <message>
            <source>Step {number}, “{text}”, is found {count} ×, but never at a known time: what follows what needs shots of videos, or photos that tell when they were taken.</source>
            <translation>Schritt {number}, „{text}“, ist {count} × gefunden, aber nie zu einer bekannten Zeit: Was auf was folgt, braucht Szenen von Videos, oder Fotos mit ihrer Aufnahmezeit.</translation>
        </message>
        <message>
            <source>Nothing matches “{name}”: take it away, or say it in other words.</source>
            <translation>Nichts passt zu „{name}“: Nehmen Sie es weg, oder sagen Sie es mit anderen Worten.</translation>
        </message>
        <message>
            <source>No item is in all {count} lists of the boxes: unite them instead of pruning.</source>
            <translation>Kein Eintrag ist in allen {count} Listen der Felder: Vereinigen Sie sie, statt den Schnitt zu nehmen.</translation>
        </message>
        <message>
            <source>Nothing is said or written in the clip: its pictures are compared only.</source>
            <translation>Im Ausschnitt wird nichts gesagt oder geschrieben: Nur seine Bilder werden verglichen.</translation>
        </message>
        <message>
            <source>The library is empty: import something first.</source>
            <translation>Die Bibliothek ist leer: Importieren Sie zuerst etwas.</translation>
        </message>
        <message>
            <source>Without the filter {filters} there are {count} matches.</source>
            <translation>Ohne den Filter {filters} gibt es {count} Treffer.</translation>
        </message>
        <message>
            <source>No item passes all filters: take one away.</source>
            <translation>Kein Eintrag passiert alle Filter: Nehmen Sie einen weg.</translation>
        </message>
        <message>
            <source>Nothing follows in time: allow more seconds, or search the parts alone.</source>
            <translation>Nichts folgt zeitlich: Erlauben Sie mehr Sekunden, oder suchen Sie die Teile allein.</translation>
        </message>
        <message>
            <source>No window holds all steps: make it longer, or search the parts alone.</source>
            <translation>Kein Fenster enthält alle Schritte: Machen Sie es länger, oder suchen Sie die Teile allein.</translation>
        </message>
        <message>
            <source>Mode “auto” searches in more ways.</source>
            <translation>Die Suchweise „auto“ sucht auf mehr Wegen.</translation>
        </message>
        <message>
            <source>Did you mean “{word}”?</source>
            <translation>Meinten Sie „{word}“?</translation>
        </message>
        <message>
            <source>Nothing matches these words: use fewer or more general ones.</source>
            <translation>Nichts passt zu diesen Wörtern: Nehmen Sie weniger oder allgemeinere.</translation>
        </message>
        <message>
            <source>Step {number}, “{text}”, is found {count} × at a known time.</source>
            <translation>Schritt {number}, „{text}“, ist {count} × zu einer bekannten Zeit gefunden.</translation>
        </message>
        <message>
            <source>No picture was looked at for poses yet: “pose --analyse” does, and so does an open library by itself.</source>
            <translation>Noch wurde in keinem Bild nach Posen gesucht: „pose --analyse“ tut es, und eine offene Bibliothek tut es von selbst.</translation>
        </message>
        <message>
            <source>{looked} people were looked at; {above} are {least:.0%} or more like the pose and counted.</source>
            <translation>{looked} Menschen wurden angesehen; {above} gleichen der Pose zu {least:.0%} oder mehr und zählen.</translation>
        </message>
        <message>
            <source>Searched names, texts and facets as written; the sentence model “minilm” would search by meaning: see “models list”.</source>
            <translation>Namen, Texte und Merkmale wurden durchsucht, wie sie geschrieben sind; das Satzmodell „minilm“ würde nach der Bedeutung suchen: siehe „models list“.</translation>
        </message>
        <message>
            <source>No network here knows both words and pictures, so pictures are found by what was named in them; a CLIP or ConSE model would search their looks: see “models list”.</source>
            <translation>Kein Netz hier kennt sowohl Wörter als auch Bilder; Bilder werden also nach dem gefunden, was in ihnen benannt wurde. Ein CLIP- oder ConSE-Modell würde ihr Aussehen durchsuchen: siehe „models list“.</translation>
        </message>
        <message>
            <source>Weighted mean</source>
            <translation>Gewichtetes Mittel</translation>
        </message>
        <message>
            <source>The mean of the scores, by the weights of the parts.</source>
            <translation>Das Mittel der Wertungen, mit den Gewichten der Teile.</translation>
        </message>
        <message>
            <source>Reciprocal rank</source>
            <translation>Reziproker Rang</translation>
        </message>
        <message>
            <source>The sum of 1 / (60 + rank): what is near the top of several lists comes first.</source>
            <translation>Die Summe von 1 / (60 + Rang): Was in mehreren Listen weit oben steht, kommt zuerst.</translation>
        </message>
        <message>
            <source>Borda count</source>
            <translation>Borda-Zählung</translation>
        </message>
        <message>
            <source>Points by rank: the first of n gets n points, the next one n − 1, and so on.</source>
            <translation>Punkte nach Rang: Der erste von n bekommt n Punkte, der nächste n − 1, und so weiter.</translation>
        </message>
        <message>
            <source>Condorcet</source>
            <translation>Condorcet</translation>
        </message>
        <message>
            <source>Contests of two: what most lists rank higher wins; wins less losses count.</source>
            <translation>Zweikämpfe: Was die meisten Listen höher reihen, gewinnt; es zählen Siege minus Niederlagen.</translation>
        </message>
        <message>
            <source>CombSUM</source>
            <translation>CombSUM</translation>
        </message>
        <message>
            <source>The sum of the scores, each list stretched to 0-1.</source>
            <translation>Die Summe der Wertungen, jede Liste auf 0-1 gestreckt.</translation>
        </message>
        <message>
            <source>CombMNZ</source>
            <translation>CombMNZ</translation>
        </message>
        <message>
            <source>CombSUM times the share of the lists that hold the item.</source>
            <translation>CombSUM mal dem Anteil der Listen, die den Eintrag enthalten.</translation>
        </message>
        <message>
            <source>Rank tensor (pairs)</source>
            <translation>Rangtensor (Paare)</translation>
        </message>
        <message>
            <source>For each pair of lists the smallest depth at which both hold the item.</source>
            <translation>Für jedes Paar von Listen die kleinste Tiefe, in der beide den Eintrag enthalten.</translation>
        </message>
        <message>
            <source>Mean rank</source>
            <translation>Mittlerer Rang</translation>
        </message>
        <message>
            <source>The mean rank; each list ranks whatever any of them proposes.</source>
            <translation>Der mittlere Rang; jede Liste reiht, was irgendeine von ihnen vorschlägt.</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
    </context>
    <context>
        <name>SearchPanel</name>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>New search</source>
            <translation>Neue Suche</translation>
        </message>
        <message>
            <source>This picture is on the network. Save it, then drop the file here.</source>
            <translation>Dieses Bild liegt im Netz. Speichern Sie es und ziehen Sie dann die Datei hierher.</translation>
        </message>
        <message>
            <source>Replace the words by a picture</source>
            <translation>Die Wörter durch ein Bild ersetzen</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Search by a picture</source>
            <translation>Mit einem Bild suchen</translation>
        </message>
    </context>
    <context>
        <name>SearchSession</name>
        <message>
            <source>Search for other words</source>
            <translation>Nach anderen Wörtern suchen</translation>
        </message>
        <message>
            <source>Another search</source>
            <translation>Andere Suche</translation>
        </message>
        <message>
            <source>Back to the search before</source>
            <translation>Zurück zur Suche davor</translation>
        </message>
        <message>
            <source>On to the next</source>
            <translation>Weiter zur nächsten</translation>
        </message>
    </context>
    <context>
        <name>SearchesDialog</name>
        <message>
            <source>Searches</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Saved</source>
            <translation>Gespeichert</translation>
        </message>
        <message>
            <source>Asked</source>
            <translation>Gefragt</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>Umbenennen</translation>
        </message>
        <message>
            <source>Name:</source>
            <translation>Name:</translation>
        </message>
        <message>
            <source>Find in saved and earlier searches</source>
            <translation>In gespeicherten und früheren Suchen finden</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Ask this again (Enter)</source>
            <translation>Noch einmal danach fragen (Eingabe)</translation>
        </message>
        <message>
            <source>Rename …</source>
            <translation>Umbenennen …</translation>
        </message>
        <message>
            <source>Give the saved search another name (F2)</source>
            <translation>Der gespeicherten Suche einen anderen Namen geben (F2)</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>Forget the saved search (Delete)</source>
            <translation>Die gespeicherte Suche vergessen (Entf)</translation>
        </message>
    </context>
    <context>
        <name>SeekBar</name>
        <message>
            <source>Position in the video</source>
            <translation>Stelle im Video</translation>
        </message>
        <message>
            <source>Click or drag to go there (Left and Right: 5 s)</source>
            <translation>Klicken oder ziehen, um dorthin zu gehen (Links und Rechts: 5 s)</translation>
        </message>
    </context>
    <context>
        <name>SelectButton</name>
        <message>
            <source>Select with a lasso (L); Ctrl adds, Alt removes, Esc leaves. More in the menu</source>
            <translation>Mit dem Lasso wählen (L); Strg fügt hinzu, Alt nimmt weg, Esc verlässt es. Mehr im Menü</translation>
        </message>
        <message>
            <source>Select with a lasso</source>
            <translation>Mit dem Lasso wählen</translation>
        </message>
        <message>
            <source>Lasso	L</source>
            <translation>Lasso	L</translation>
        </message>
        <message>
            <source>Rubber band	B</source>
            <translation>Gummiband	B</translation>
        </message>
        <message>
            <source>A drag …</source>
            <translation>Ziehen …</translation>
        </message>
        <message>
            <source>selects anew</source>
            <translation>wählt neu</translation>
        </message>
        <message>
            <source>adds	Ctrl</source>
            <translation>fügt hinzu	Strg</translation>
        </message>
        <message>
            <source>removes	Alt</source>
            <translation>nimmt weg	Alt</translation>
        </message>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>%n gewählt</numerusform>
                <numerusform>%n gewählt</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SentenceBox</name>
        <message>
            <source>What was to be seen, where, doing what, when? “A man holding a cup …”</source>
            <translation>Was war zu sehen, wo, wobei, wann? „A man holding a cup …“</translation>
        </message>
        <message>
            <source>Sentence</source>
            <translation>Satz</translation>
        </message>
        <message>
            <source>Enter searches; Down shows what was asked before (Ctrl+9 comes here)</source>
            <translation>Eingabe sucht; Pfeil ab zeigt, was davor gefragt wurde (Strg+9 führt hierher)</translation>
        </message>
        <message>
            <source>object</source>
            <translation>Objekt</translation>
        </message>
        <message>
            <source>property of an object</source>
            <translation>Eigenschaft eines Objekts</translation>
        </message>
        <message>
            <source>relation</source>
            <translation>Beziehung</translation>
        </message>
        <message>
            <source>time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>place</source>
            <translation>Ort</translation>
        </message>
        <message>
            <source>activity</source>
            <translation>Aktivität</translation>
        </message>
    </context>
    <context>
        <name>ServerHead</name>
        <message>
            <source>Connect</source>
            <translation>Verbinden</translation>
        </message>
        <message>
            <source>Log in at the server (Enter)</source>
            <translation>Am Server anmelden (Eingabe)</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Stop waiting for the server</source>
            <translation>Nicht länger auf den Server warten</translation>
        </message>
        <message>
            <source>Disconnect</source>
            <translation>Trennen</translation>
        </message>
        <message>
            <source>Log out; what is not sent stays here</source>
            <translation>Abmelden; was nicht gesendet ist, bleibt hier</translation>
        </message>
        <message>
            <source>Evaluation</source>
            <translation>Evaluation</translation>
        </message>
        <message>
            <source>&amp;Server</source>
            <translation>&amp;Server</translation>
        </message>
        <message>
            <source>&amp;User</source>
            <translation>&amp;Nutzer</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>&amp;Passwort</translation>
        </message>
        <message>
            <source>Connecting …</source>
            <translation>Verbindet …</translation>
        </message>
        <message>
            <source>Choose an evaluation</source>
            <translation>Wählen Sie eine Evaluation</translation>
        </message>
        <message>
            <source>There is no evaluation for you</source>
            <translation>Es gibt keine Evaluation für Sie</translation>
        </message>
        <message>
            <source>%s (not running)</source>
            <translation>%s (läuft nicht)</translation>
        </message>
    </context>
    <context>
        <name>SessionKeeper</name>
        <message>
            <source>Kinora ended without closing the library. Everything is as it was at {time}.</source>
            <translation>Kinora endete, ohne die Bibliothek zu schließen. Alles ist, wie es um {time} war.</translation>
        </message>
        <message>
            <source>Begin afresh</source>
            <translation>Neu beginnen</translation>
        </message>
    </context>
    <context>
        <name>SettingLine</name>
        <message>
            <source>How texts are searched for</source>
            <translation>Wie nach Texten gesucht wird</translation>
        </message>
        <message>
            <source>How lists are merged</source>
            <translation>Wie Listen verschmolzen werden</translation>
        </message>
        <message>
            <source>With feedback: users mark what looks like it when a list is of no use</source>
            <translation>Mit Rückmeldung: Nutzer markieren, was ähnlich aussieht, wenn eine Liste nichts taugt</translation>
        </message>
        <message>
            <source>Remove this setting</source>
            <translation>Diese Einstellung entfernen</translation>
        </message>
        <message>
            <source>feedback</source>
            <translation>Rückmeldung</translation>
        </message>
    </context>
    <context>
        <name>SettingRow</name>
        <message>
            <source>Reset “{setting}” to its default</source>
            <translation>„{setting}“ auf den Vorgabewert zurücksetzen</translation>
        </message>
    </context>
    <context>
        <name>Settings</name>
        <message>
            <source>Appearance</source>
            <translation>Aussehen</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Importieren</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Wall</source>
            <translation>Wand</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>Light, dark, or as the desktop says.</source>
            <translation>Hell, dunkel, oder wie die Arbeitsumgebung es vorgibt.</translation>
        </message>
        <message>
            <source>system</source>
            <translation>wie das System</translation>
        </message>
        <message>
            <source>light</source>
            <translation>hell</translation>
        </message>
        <message>
            <source>dark</source>
            <translation>dunkel</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Language of menus and messages.</source>
            <translation>Sprache der Menüs und Meldungen.</translation>
        </message>
        <message>
            <source>en</source>
            <translation>Englisch</translation>
        </message>
        <message>
            <source>de</source>
            <translation>Deutsch</translation>
        </message>
        <message>
            <source>Reduce motion</source>
            <translation>Weniger Bewegung</translation>
        </message>
        <message>
            <source>Skip flights and inertia.</source>
            <translation>Ohne Flüge und Nachlauf.</translation>
        </message>
        <message>
            <source>Controls</source>
            <translation>Bedienelemente</translation>
        </message>
        <message>
            <source>Novice shows the few that most people need, expert all of them.</source>
            <translation>Einsteiger sehen die wenigen, die die meisten brauchen, Kenner alle.</translation>
        </message>
        <message>
            <source>novice</source>
            <translation>Einsteiger</translation>
        </message>
        <message>
            <source>expert</source>
            <translation>Kenner</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>Privatsphäre</translation>
        </message>
        <message>
            <source>Interaction log</source>
            <translation>Aufzeichnung der Bedienung</translation>
        </message>
        <message>
            <source>Write every action with its time to the library's logs folder; never sent.</source>
            <translation>Jede Handlung mit ihrer Zeit in den Ordner „logs“ der Bibliothek schreiben; sie wird nie verschickt.</translation>
        </message>
        <message>
            <source>Video frames</source>
            <translation>Bilder aus Videos</translation>
        </message>
        <message>
            <source>A keyframe a shot, found by a network where one is installed (about real time on a processor) or by measured cuts (much quicker), or a frame a second.</source>
            <translation>Ein Schlüsselbild je Szene, gefunden durch ein Netz, wo eines installiert ist (auf einem Prozessor etwa in Echtzeit), oder durch gemessene Schnitte (viel schneller), oder ein Bild je Sekunde.</translation>
        </message>
        <message>
            <source>shots</source>
            <translation>je Szene</translation>
        </message>
        <message>
            <source>cuts</source>
            <translation>gemessene Schnitte</translation>
        </message>
        <message>
            <source>uniform</source>
            <translation>gleichmäßig</translation>
        </message>
        <message>
            <source>Detect objects</source>
            <translation>Objekte erkennen</translation>
        </message>
        <message>
            <source>Needs an object detector's weights.</source>
            <translation>Braucht die Gewichte eines Objekterkenners.</translation>
        </message>
        <message>
            <source>Read text in pictures</source>
            <translation>Text in Bildern lesen</translation>
        </message>
        <message>
            <source>OCR; about a second a picture.</source>
            <translation>Texterkennung; etwa eine Sekunde je Bild.</translation>
        </message>
        <message>
            <source>Fill in when opened</source>
            <translation>Beim Öffnen ergänzen</translation>
        </message>
        <message>
            <source>When a library opens, analyse in the background what its items lack.</source>
            <translation>Nach dem Öffnen einer Bibliothek im Hintergrund auswerten, was ihren Einträgen fehlt.</translation>
        </message>
        <message>
            <source>Decoder threads</source>
            <translation>Dekodierfäden</translation>
        </message>
        <message>
            <source>0 takes all processor cores but one.</source>
            <translation>0 nimmt alle Prozessorkerne bis auf einen.</translation>
        </message>
        <message>
            <source>Largest picture</source>
            <translation>Größtes Bild</translation>
        </message>
        <message>
            <source>Larger ones are skipped (MP).</source>
            <translation>Größere werden übersprungen (Megapixel).</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>Length of a result list.</source>
            <translation>Länge einer Ergebnisliste.</translation>
        </message>
        <message>
            <source>Fusion weight</source>
            <translation>Gewicht beim Verschmelzen</translation>
        </message>
        <message>
            <source>0: texts and concepts, 1: embedding.</source>
            <translation>0: Texte und Begriffe, 1: Einbettung.</translation>
        </message>
        <message>
            <source>Keep the wall in front</source>
            <translation>Die Wand vorn lassen</translation>
        </message>
        <message>
            <source>A search lights up its hits on the wall; the results stay behind.</source>
            <translation>Eine Suche lässt ihre Treffer auf der Wand aufleuchten; die Ergebnisse bleiben dahinter.</translation>
        </message>
        <message>
            <source>Search while typing</source>
            <translation>Beim Tippen suchen</translation>
        </message>
        <message>
            <source>Results follow the words when typing rests; else Enter searches.</source>
            <translation>Ergebnisse folgen den Wörtern, wenn das Tippen ruht; sonst sucht die Eingabetaste.</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Where networks run.</source>
            <translation>Wo Netze rechnen.</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>automatisch</translation>
        </message>
        <message>
            <source>cpu</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>cuda</source>
            <translation>CUDA</translation>
        </message>
        <message>
            <source>mps</source>
            <translation>MPS</translation>
        </message>
        <message>
            <source>Half precision</source>
            <translation>Halbe Genauigkeit</translation>
        </message>
        <message>
            <source>On graphics cards only.</source>
            <translation>Nur auf Grafikkarten.</translation>
        </message>
        <message>
            <source>Network threads</source>
            <translation>Fäden der Netze</translation>
        </message>
        <message>
            <source>0 leaves the choice to Kinora.</source>
            <translation>0 überlässt Kinora die Wahl.</translation>
        </message>
        <message>
            <source>Unload after</source>
            <translation>Entladen nach</translation>
        </message>
        <message>
            <source>Seconds without use.</source>
            <translation>Sekunden ohne Nutzung.</translation>
        </message>
        <message>
            <source>Similarity by</source>
            <translation>Ähnlichkeit durch</translation>
        </message>
        <message>
            <source>Encoder for “similar” and feedback.</source>
            <translation>Kodierer für „Ähnliche“ und Rückmeldung.</translation>
        </message>
        <message>
            <source>Analysers</source>
            <translation>Analysatoren</translation>
        </message>
        <message>
            <source>Python files and folders of networks that recognise speech, activities, faces and more, separated like PATH. They run with all your rights.</source>
            <translation>Python-Dateien und Ordner von Netzen, die Sprache, Aktivitäten, Gesichter und mehr erkennen, getrennt wie in PATH. Sie laufen mit allen Ihren Rechten.</translation>
        </message>
        <message>
            <source>Cell shape</source>
            <translation>Form der Zellen</translation>
        </message>
        <message>
            <source>As most pictures are, or 2:3, 1:1, 3:2.</source>
            <translation>Wie die meisten Bilder, oder 2:3, 1:1, 3:2.</translation>
        </message>
        <message>
            <source>poster</source>
            <translation>Plakat</translation>
        </message>
        <message>
            <source>square</source>
            <translation>Quadrat</translation>
        </message>
        <message>
            <source>photo</source>
            <translation>Foto</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Fill the cell, or show all of the picture.</source>
            <translation>Die Zelle füllen, oder das ganze Bild zeigen.</translation>
        </message>
        <message>
            <source>crop</source>
            <translation>beschneiden</translation>
        </message>
        <message>
            <source>fit</source>
            <translation>einpassen</translation>
        </message>
        <message>
            <source>Drawn by</source>
            <translation>Gezeichnet durch</translation>
        </message>
        <message>
            <source>auto: the graphics card where one is; raster: the processor; opengl: the card.</source>
            <translation>auto: die Grafikkarte, wo es eine gibt; raster: der Prozessor; opengl: die Karte.</translation>
        </message>
        <message>
            <source>raster</source>
            <translation>Prozessor (raster)</translation>
        </message>
        <message>
            <source>opengl</source>
            <translation>Grafikkarte (OpenGL)</translation>
        </message>
        <message>
            <source>Tile memory</source>
            <translation>Kachelspeicher</translation>
        </message>
        <message>
            <source>Memory for drawn tiles, in MB.</source>
            <translation>Speicher für gezeichnete Kacheln, in MB.</translation>
        </message>
        <message>
            <source>Days</source>
            <translation>Tage</translation>
        </message>
        <message>
            <source>Day begins at</source>
            <translation>Tag beginnt um</translation>
        </message>
        <message>
            <source>Hour; 4 keeps a long evening on its day.</source>
            <translation>Stunde; 4 lässt einen langen Abend bei seinem Tag.</translation>
        </message>
        <message>
            <source>Shortest stay</source>
            <translation>Kürzester Aufenthalt</translation>
        </message>
        <message>
            <source>Minutes at one place.</source>
            <translation>Minuten an einem Ort.</translation>
        </message>
        <message>
            <source>Stay within</source>
            <translation>Aufenthalt innerhalb von</translation>
        </message>
        <message>
            <source>Metres: positions this near are one whereabouts.</source>
            <translation>Meter: So nahe Positionen sind ein Aufenthalt.</translation>
        </message>
        <message>
            <source>Place reaches</source>
            <translation>Ort reicht</translation>
        </message>
        <message>
            <source>Metres: stays this near are visits to one place.</source>
            <translation>Meter: So nahe Aufenthalte sind Besuche an einem Ort.</translation>
        </message>
        <message>
            <source>Evaluation</source>
            <translation>Evaluation</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Of the evaluation, with https.</source>
            <translation>Der Evaluation, mit https.</translation>
        </message>
        <message>
            <source>User</source>
            <translation>Nutzer</translation>
        </message>
        <message>
            <source>Name at the server; the password is never kept.</source>
            <translation>Name beim Server; das Passwort wird nie aufbewahrt.</translation>
        </message>
        <message>
            <source>Collection</source>
            <translation>Bestand</translation>
        </message>
        <message>
            <source>Only if the server asks for its name.</source>
            <translation>Nur, wenn der Server nach seinem Namen fragt.</translation>
        </message>
        <message>
            <source>Names with suffix</source>
            <translation>Namen mit Endung</translation>
        </message>
        <message>
            <source>Submit clip.mp4 instead of clip.</source>
            <translation>clip.mp4 einreichen statt clip.</translation>
        </message>
        <message>
            <source>Allow http</source>
            <translation>http erlauben</translation>
        </message>
        <message>
            <source>To other machines, unencrypted: others can read the password.</source>
            <translation>Zu anderen Rechnern, unverschlüsselt: Andere können das Passwort lesen.</translation>
        </message>
        <message>
            <source>Wait for answers</source>
            <translation>Auf Antworten warten</translation>
        </message>
        <message>
            <source>Seconds.</source>
            <translation>Sekunden.</translation>
        </message>
        <message>
            <source>Send logs</source>
            <translation>Aufzeichnungen senden</translation>
        </message>
        <message>
            <source>While connected, tell the server what is searched for and found.</source>
            <translation>Dem Server während der Verbindung sagen, was gesucht und gefunden wird.</translation>
        </message>
        <message>
            <source>Tasks</source>
            <translation>Aufgaben</translation>
        </message>
        <message>
            <source>Folder of task texts to practise with.</source>
            <translation>Ordner mit Aufgabentexten zum Üben.</translation>
        </message>
        <message>
            <source>Body</source>
            <translation>Körper</translation>
        </message>
        <message>
            <source>First steps were seen</source>
            <translation>Erste Schritte wurden gesehen</translation>
        </message>
        <message>
            <source>Switch off to see them when the panel is shown next.</source>
            <translation>Ausschalten, um sie zu sehen, wenn der Bereich das nächste Mal gezeigt wird.</translation>
        </message>
        <message>
            <source>Media elsewhere</source>
            <translation>Medien anderswo</translation>
        </message>
        <message>
            <source>Kept here</source>
            <translation>Hier behalten</translation>
        </message>
        <message>
            <source>Gigabytes of media from stores that stay on this computer; the ones used longest ago go first.</source>
            <translation>Gigabyte an Medien aus Speichern, die auf diesem Rechner bleiben; was am längsten nicht gebraucht wurde, geht zuerst.</translation>
        </message>
        <message>
            <source>Kept in</source>
            <translation>Aufbewahrt in</translation>
        </message>
        <message>
            <source>A folder; empty for the user's cache folder.</source>
            <translation>Ein Ordner; leer für den Zwischenspeicher des Nutzers.</translation>
        </message>
        <message>
            <source>Seconds, then an error.</source>
            <translation>Sekunden, dann ein Fehler.</translation>
        </message>
    </context>
    <context>
        <name>SettingsDialog</name>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Find a setting</source>
            <translation>Einstellung finden</translation>
        </message>
        <message>
            <source>Sections</source>
            <translation>Abschnitte</translation>
        </message>
        <message>
            <source>No setting matches.</source>
            <translation>Keine Einstellung passt.</translation>
        </message>
        <message>
            <source>Where the settings are kept</source>
            <translation>Wo die Einstellungen liegen</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>Alle zurücksetzen</translation>
        </message>
    </context>
    <context>
        <name>SetupDialog</name>
        <message>
            <source>Wall study</source>
            <translation>Wandstudie</translation>
        </message>
        <message>
            <source>Study 1</source>
            <translation>Studie 1</translation>
        </message>
        <message>
            <source>next free number</source>
            <translation>nächste freie Nummer</translation>
        </message>
        <message>
            <source>whole wall</source>
            <translation>ganze Wand</translation>
        </message>
        <message>
            <source>The participant gets familiar with the wall, then uses it in three arrangements, one after the other, and answers a few questions after each. The order is balanced over the participants. Everything is kept in the library only.</source>
            <translation>Der Teilnehmer lernt die Wand kennen, benutzt sie dann in drei Anordnungen nacheinander und beantwortet nach jeder einige Fragen. Die Reihenfolge ist über die Teilnehmer ausgeglichen. Alles wird nur in der Bibliothek aufbewahrt.</translation>
        </message>
        <message>
            <source>Study</source>
            <translation>Studie</translation>
        </message>
        <message>
            <source>Participant</source>
            <translation>Teilnehmer</translation>
        </message>
        <message>
            <source>Clusters by</source>
            <translation>Gruppieren nach</translation>
        </message>
        <message>
            <source>To get familiar</source>
            <translation>Zum Kennenlernen</translation>
        </message>
        <message>
            <source>A trial</source>
            <translation>Ein Durchgang</translation>
        </message>
        <message>
            <source>Poster width at the start</source>
            <translation>Plakatbreite am Anfang</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>Beginnen</translation>
        </message>
        <message>
            <source>Results …</source>
            <translation>Ergebnisse …</translation>
        </message>
        <message>
            <source>What the records of this study say so far</source>
            <translation>Was die Aufzeichnungen dieser Studie bisher sagen</translation>
        </message>
    </context>
    <context>
        <name>ShapeBar</name>
        <message>
            <source>Properties of the shape</source>
            <translation>Eigenschaften der Form</translation>
        </message>
        <message>
            <source>At least so many</source>
            <translation>Mindestens so viele</translation>
        </message>
        <message>
            <source>At most so many; 0 for none</source>
            <translation>Höchstens so viele; 0 für beliebig</translation>
        </message>
        <message>
            <source>any</source>
            <translation>beliebig</translation>
        </message>
        <message>
            <source>from</source>
            <translation>von</translation>
        </message>
        <message>
            <source>to</source>
            <translation>bis</translation>
        </message>
        <message>
            <source>any size</source>
            <translation>jede Größe</translation>
        </message>
        <message>
            <source>small</source>
            <translation>klein</translation>
        </message>
        <message>
            <source>medium</source>
            <translation>mittel</translation>
        </message>
        <message>
            <source>large</source>
            <translation>groß</translation>
        </message>
        <message>
            <source>Share of the picture: small &lt; 5 %, large &gt; 25 %</source>
            <translation>Anteil am Bild: klein &lt; 5 %, groß &gt; 25 %</translation>
        </message>
        <message>
            <source>Least confidence of the detector</source>
            <translation>Kleinste Konfidenz des Detektors</translation>
        </message>
        <message>
            <source>sure</source>
            <translation>sicher</translation>
        </message>
        <message>
            <source>Colour that it, or a part of it, has</source>
            <translation>Farbe, die es oder ein Teil davon hat</translation>
        </message>
        <message>
            <source>colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>Any colour</source>
            <translation>Jede Farbe</translation>
        </message>
        <message>
            <source>anywhere</source>
            <translation>irgendwo</translation>
        </message>
        <message>
            <source>what is shown there</source>
            <translation>was dort zu sehen ist</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>letters to be read</source>
            <translation>zu lesende Buchstaben</translation>
        </message>
        <message>
            <source>must not be there</source>
            <translation>darf nicht da sein</translation>
        </message>
        <message>
            <source>How much it counts beside the others</source>
            <translation>Wie viel es neben den anderen zählt</translation>
        </message>
        <message>
            <source>weight</source>
            <translation>Gewicht</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
    </context>
    <context>
        <name>ShapePage</name>
        <message>
            <source>Measurements</source>
            <translation>Maße</translation>
        </message>
        <message>
            <source>Shape of the body</source>
            <translation>Form des Körpers</translation>
        </message>
        <message>
            <source>Keep this shape when the drawing is read</source>
            <translation>Diese Form behalten, wenn die Zeichnung gelesen wird</translation>
        </message>
        <message>
            <source>The drawing then changes the pose alone</source>
            <translation>Die Zeichnung ändert dann nur die Pose</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>Zurücksetzen</translation>
        </message>
        <message>
            <source>Back to the mean shape</source>
            <translation>Zurück zur mittleren Form</translation>
        </message>
        <message>
            <source>Advanced: the ten shape numbers</source>
            <translation>Erweitert: die zehn Formzahlen</translation>
        </message>
        <message>
            <source>Each is about normal: most people lie between −2 and 2</source>
            <translation>Jede ist etwa normalverteilt: Die meisten Menschen liegen zwischen −2 und 2</translation>
        </message>
        <message>
            <source>Stature</source>
            <translation>Körpergröße</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>Gewicht</translation>
        </message>
        <message>
            <source>Muscle</source>
            <translation>Muskeln</translation>
        </message>
        <message>
            <source>Age</source>
            <translation>Alter</translation>
        </message>
        <message>
            <source>Gender</source>
            <translation>Geschlecht</translation>
        </message>
        <message>
            <source>Proportions</source>
            <translation>Proportionen</translation>
        </message>
        <message>
            <source>Number {number}</source>
            <translation>Zahl {number}</translation>
        </message>
        <message>
            <source> cm</source>
            <translation> cm</translation>
        </message>
        <message>
            <source>Standing height</source>
            <translation>Höhe im Stehen</translation>
        </message>
        <message>
            <source>From thin to heavy; what it comes to in kilograms stands below</source>
            <translation>Von dünn bis schwer; was das in Kilogramm ausmacht, steht darunter</translation>
        </message>
        <message>
            <source> years</source>
            <translation> Jahre</translation>
        </message>
        <message>
            <source>0 is male, 100 is female</source>
            <translation>0 ist männlich, 100 ist weiblich</translation>
        </message>
        <message>
            <source>100 is the classical ideal</source>
            <translation>100 ist das klassische Ideal</translation>
        </message>
    </context>
    <context>
        <name>ShareDialog</name>
        <message>
            <source>Share</source>
            <translation>Teilen</translation>
        </message>
        <message>
            <source>What you made</source>
            <translation>Was Sie gemacht haben</translation>
        </message>
        <message>
            <source>Reading …</source>
            <translation>Wird gelesen …</translation>
        </message>
        <message>
            <source>Marks</source>
            <translation>Marken</translation>
        </message>
        <message>
            <source>Buckets</source>
            <translation>Sammlungen</translation>
        </message>
        <message>
            <source>Watchlists</source>
            <translation>Merklisten</translation>
        </message>
        <message>
            <source>Classifiers</source>
            <translation>Klassifikatoren</translation>
        </message>
        <message>
            <source>Sessions</source>
            <translation>Sitzungen</translation>
        </message>
        <message>
            <source>All who have this library open see and change what is ticked.</source>
            <translation>Alle, die diese Bibliothek offen haben, sehen und ändern, was angekreuzt ist.</translation>
        </message>
        <message>
            <source>You have made no list, mark or classifier yet.</source>
            <translation>Sie haben noch keine Liste, Marke und keinen Klassifikator gemacht.</translation>
        </message>
    </context>
    <context>
        <name>SharedLibrary</name>
        <message>
            <source>Look now</source>
            <translation>Jetzt nachsehen</translation>
        </message>
        <message>
            <source>the server of the library cannot be reached</source>
            <translation>der Server der Bibliothek ist nicht erreichbar</translation>
        </message>
        <message>
            <source>The server of the vectors ({address}) has not answered since {since}. Searches by meaning, feedback and maps go on with the copies on this computer; nothing can be imported until it is there again.</source>
            <translation>Der Server der Vektoren ({address}) hat seit {since} nicht geantwortet. Suchen nach Bedeutung, Rückmeldung und Karten gehen mit den Kopien auf diesem Rechner weiter; importieren lässt sich nichts, bis er wieder da ist.</translation>
        </message>
        <message>
            <source>The server of the catalogue ({address}) has not answered since {since}. What is on view stays, but there is no copy on this computer to read on from; nothing can be changed until it is there again, which is tried every second.</source>
            <translation>Der Server des Katalogs ({address}) hat seit {since} nicht geantwortet. Was zu sehen ist, bleibt, aber auf diesem Rechner ist keine Kopie, aus der sich weiterlesen ließe; ändern lässt sich nichts, bis er wieder da ist, was jede Sekunde versucht wird.</translation>
        </message>
        <message>
            <source>The server of the catalogue ({address}) has not answered since {since}. You see and search its copy of {at} on this computer; nothing can be marked or changed until it is there again, which is tried every second.</source>
            <translation>Der Server des Katalogs ({address}) hat seit {since} nicht geantwortet. Sie sehen und durchsuchen seine Kopie von {at} auf diesem Rechner; markieren oder ändern lässt sich nichts, bis er wieder da ist, was jede Sekunde versucht wird.</translation>
        </message>
        <message>
            <source>The server of the catalogue is there again.</source>
            <translation>Der Server des Katalogs ist wieder da.</translation>
        </message>
        <message>
            <source>The server of the vectors is there again.</source>
            <translation>Der Server der Vektoren ist wieder da.</translation>
        </message>
        <message>
            <source>The server of the catalogue is slow: waiting for {seconds} s …</source>
            <translation>Der Server des Katalogs ist langsam: warte seit {seconds} s …</translation>
        </message>
        <message>
            <source>Changed by somebody else</source>
            <translation>Von jemand anderem geändert</translation>
        </message>
        <message>
            <source>Keep your change, or take what is there now?</source>
            <translation>Ihre Änderung behalten, oder nehmen, was jetzt da ist?</translation>
        </message>
        <message>
            <source>Keep your marks of these, or take theirs? The others are marked either way.</source>
            <translation>Hier Ihre Marken behalten, oder die anderen nehmen? Die übrigen Einträge werden so oder so markiert.</translation>
        </message>
        <message>
            <source>Keep mine</source>
            <translation>Meine behalten</translation>
        </message>
        <message>
            <source>Take theirs</source>
            <translation>Die andere nehmen</translation>
        </message>
        <message>
            <source>Somebody else</source>
            <translation>Jemand anders</translation>
        </message>
        <message>
            <source>{who} has deleted “{name}” meanwhile.</source>
            <translation>{who} hat „{name}“ inzwischen gelöscht.</translation>
        </message>
        <message>
            <source>{who} has changed “{name}” meanwhile.</source>
            <translation>{who} hat „{name}“ inzwischen geändert.</translation>
        </message>
        <message numerus="yes">
            <source>It holds %n item(s) now.</source>
            <translation>
                <numerusform>Darin ist jetzt %n Eintrag.</numerusform>
                <numerusform>Darin sind jetzt %n Einträge.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n as relevant</source>
            <translation>
                <numerusform>%n als passend</numerusform>
                <numerusform>%n als passend</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n as not relevant</source>
            <translation>
                <numerusform>%n als unpassend</numerusform>
                <numerusform>%n als unpassend</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n without a mark</source>
            <translation>
                <numerusform>%n ohne Marke</numerusform>
                <numerusform>%n ohne Marke</numerusform>
            </translation>
        </message>
        <message>
            <source>{who} has marked what you marked otherwise meanwhile: {said}.</source>
            <translation>{who} hat inzwischen anders markiert, was Sie markiert haben: {said}.</translation>
        </message>
        <message>
            <source>{who} has marked {some} of these {all} items otherwise meanwhile: {said}.</source>
            <translation>{who} hat inzwischen {some} dieser {all} Einträge anders markiert: {said}.</translation>
        </message>
    </context>
    <context>
        <name>Shelf</name>
        <message>
            <source>Keep the selected items on the shelf (K)</source>
            <translation>Die gewählten Einträge auf der Ablage behalten (K)</translation>
        </message>
        <message>
            <source>Use as example: search for more like these</source>
            <translation>Als Beispiel nehmen: nach mehr davon suchen</translation>
        </message>
        <message>
            <source>Put these into a bucket</source>
            <translation>Diese in eine Sammlung legen</translation>
        </message>
        <message>
            <source>Take the selected ones off the shelf (Delete)</source>
            <translation>Die gewählten von der Ablage nehmen (Entf)</translation>
        </message>
    </context>
    <context>
        <name>ShelfList</name>
        <message>
            <source>Shelf</source>
            <translation>Ablage</translation>
        </message>
        <message>
            <source>The shelf: K keeps the current picture, or drop some here</source>
            <translation>Die Ablage: K behält das aktuelle Bild; oder ziehen Sie welche hierher</translation>
        </message>
    </context>
    <context>
        <name>ShortcutEditor</name>
        <message>
            <source>Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Find an action or a key</source>
            <translation>Aktion oder Taste finden</translation>
        </message>
        <message>
            <source>Actions and their keys</source>
            <translation>Aktionen und ihre Tasten</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>Aktion</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>Menü</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Keys of the chosen action</source>
            <translation>Tasten der gewählten Aktion</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>Zurücksetzen</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>Alle zurücksetzen</translation>
        </message>
        <message>
            <source>New keys:</source>
            <translation>Neue Tasten:</translation>
        </message>
        <message>
            <source>{keys} is used by several: {actions}. Only a menu can run them.</source>
            <translation>{keys} ist mehrfach vergeben: {actions}. Nur ein Menü kann sie ausführen.</translation>
        </message>
    </context>
    <context>
        <name>ShortcutSheet</name>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Change …</source>
            <translation>Ändern …</translation>
        </message>
    </context>
    <context>
        <name>Showing</name>
        <message>
            <source>Rounds, marks and time</source>
            <translation>Runden, Marken und Zeit</translation>
        </message>
        <message>
            <source>What was replaced</source>
            <translation>Was ersetzt wurde</translation>
        </message>
        <message>
            <source>Nothing was found</source>
            <translation>Nichts wurde gefunden</translation>
        </message>
        <message>
            <source>Nothing is left</source>
            <translation>Nichts ist übrig</translation>
        </message>
        <message>
            <source>Show seen ones again</source>
            <translation>Gesehene wieder zeigen</translation>
        </message>
        <message>
            <source>All ranked, best first</source>
            <translation>Alle nach Rang, das Beste zuerst</translation>
        </message>
        <message>
            <source>Mark what fits, then press Best now (F)</source>
            <translation>Markieren Sie, was passt, und drücken Sie dann Jetzt Beste (F)</translation>
        </message>
        <message>
            <source>Round %s</source>
            <translation>Runde %s</translation>
        </message>
        <message>
            <source>%s marked</source>
            <translation>%s markiert</translation>
        </message>
        <message>
            <source>%s seen</source>
            <translation>%s gesehen</translation>
        </message>
        <message>
            <source>%s to choose from</source>
            <translation>%s zur Wahl</translation>
        </message>
        <message>
            <source>by %s</source>
            <translation>nach %s</translation>
        </message>
        <message>
            <source>{sign} “{old}”: nothing is left to take its place.</source>
            <translation>{sign} „{old}“: Nichts ist übrig, das seinen Platz einnimmt.</translation>
        </message>
        <message>
            <source>{sign} “{old}” gave its place to “{new}”: {why}.</source>
            <translation>{sign} „{old}“ gab seinen Platz an „{new}“: {why}.</translation>
        </message>
        <message>
            <source>the next best</source>
            <translation>der nächstbeste</translation>
        </message>
        <message>
            <source>“%s” is back.</source>
            <translation>„%s“ ist zurück.</translation>
        </message>
        <message>
            <source>This library is open for reading only</source>
            <translation>Diese Bibliothek ist nur zum Lesen geöffnet</translation>
        </message>
        <message>
            <source>Nothing can be marked: %s.</source>
            <translation>Nichts kann markiert werden: %s.</translation>
        </message>
        <message>
            <source>Nothing to mark yet</source>
            <translation>Noch nichts zu markieren</translation>
        </message>
        <message>
            <source>Import photos, videos or film lists first.</source>
            <translation>Importieren Sie zuerst Fotos, Videos oder Filmlisten.</translation>
        </message>
        <message>
            <source>Mark one picture to begin</source>
            <translation>Markieren Sie ein Bild, um zu beginnen</translation>
        </message>
        <message>
            <source>Say what fits (+) and what does not (−), here, on the wall (Ctrl+Up, Ctrl+Down) or in any list. Kinora then suggests what to look at next.</source>
            <translation>Sagen Sie, was passt (+) und was nicht (−): hier, auf der Wand (Strg+Auf, Strg+Ab) oder in einer Liste. Kinora schlägt dann vor, was Sie als Nächstes ansehen sollten.</translation>
        </message>
        <message>
            <source>Find first examples</source>
            <translation>Erste Beispiele finden</translation>
        </message>
        <message>
            <source>Show random pictures</source>
            <translation>Zufällige Bilder zeigen</translation>
        </message>
    </context>
    <context>
        <name>Side</name>
        <message>
            <source>Pose, shape, layers, library</source>
            <translation>Pose, Form, Ebenen, Vorlagen</translation>
        </message>
        <message>
            <source>Pose</source>
            <translation>Pose</translation>
        </message>
        <message>
            <source>Joints, locks, limbs (Alt+1)</source>
            <translation>Gelenke, Sperren, Arme und Beine (Alt+1)</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>Form</translation>
        </message>
        <message>
            <source>Stature, weight, measurements (Alt+2)</source>
            <translation>Körpergröße, Gewicht, Maße (Alt+2)</translation>
        </message>
        <message>
            <source>Layers</source>
            <translation>Ebenen</translation>
        </message>
        <message>
            <source>Layers of the drawing (Alt+3)</source>
            <translation>Ebenen der Zeichnung (Alt+3)</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>Vorlagen</translation>
        </message>
        <message>
            <source>Poses, drawings of late, samples (Alt+4)</source>
            <translation>Posen, letzte Zeichnungen, Beispiele (Alt+4)</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>Ebene</translation>
        </message>
    </context>
    <context>
        <name>SourceList</name>
        <message>
            <source>Folders and files to import</source>
            <translation>Ordner und Dateien zum Importieren</translation>
        </message>
    </context>
    <context>
        <name>Sources</name>
        <message>
            <source>A picture to draw over</source>
            <translation>Ein Bild zum Abpausen</translation>
        </message>
        <message>
            <source>Pictures (%s)</source>
            <translation>Bilder (%s)</translation>
        </message>
        <message>
            <source>There is no picture on the clipboard.</source>
            <translation>In der Zwischenablage ist kein Bild.</translation>
        </message>
        <message>
            <source>Clipboard</source>
            <translation>Zwischenablage</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
    </context>
    <context>
        <name>SpaceCanvas</name>
        <message>
            <source>Results in space</source>
            <translation>Ergebnisse im Raum</translation>
        </message>
        <message>
            <source>W A S D and the arrows move, a drag looks around, E pulls an item near.</source>
            <translation>W A S D und die Pfeile bewegen, Ziehen sieht umher, E holt einen Eintrag heran.</translation>
        </message>
    </context>
    <context>
        <name>SpaceView</name>
        <message>
            <source>Cloud of alike ones</source>
            <translation>Wolke von Ähnlichen</translation>
        </message>
        <message>
            <source>Ranks around me</source>
            <translation>Ränge um mich</translation>
        </message>
        <message>
            <source>Alike ones around me</source>
            <translation>Ähnliche um mich</translation>
        </message>
        <message>
            <source>How results lie in space</source>
            <translation>Wie Ergebnisse im Raum liegen</translation>
        </message>
        <message>
            <source>Back to the start (Home)</source>
            <translation>Zurück zum Anfang (Pos1)</translation>
        </message>
        <message>
            <source>Pull the current item near (E)</source>
            <translation>Den aktuellen Eintrag heranholen (E)</translation>
        </message>
        <message>
            <source>Fly to the current item (G)</source>
            <translation>Zum aktuellen Eintrag fliegen (G)</translation>
        </message>
        <message>
            <source>A way over alike pictures between the selected ones</source>
            <translation>Ein Weg über ähnliche Bilder zwischen den gewählten</translation>
        </message>
        <message>
            <source>The way over the pictures you visited</source>
            <translation>Der Weg über die Bilder, die Sie besucht haben</translation>
        </message>
        <message>
            <source>Show the small map</source>
            <translation>Die kleine Karte zeigen</translation>
        </message>
        <message>
            <source>Show the shelf</source>
            <translation>Die Ablage zeigen</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>Raum</translation>
        </message>
        <message numerus="yes">
            <source>%n image(s)</source>
            <translation>
                <numerusform>%n Bild</numerusform>
                <numerusform>%n Bilder</numerusform>
            </translation>
        </message>
        <message>
            <source>W A S D move, drag looks around, E pulls near, K keeps, Home goes back</source>
            <translation>W A S D bewegen, Ziehen sieht umher, E holt heran, K behält, Pos1 geht zurück</translation>
        </message>
        <message>
            <source>Select two pictures (Ctrl+click) to find a way between them.</source>
            <translation>Wählen Sie zwei Bilder (Strg+Klick), um einen Weg zwischen ihnen zu finden.</translation>
        </message>
        <message numerus="yes">
            <source>A way of %n picture(s)</source>
            <translation>
                <numerusform>Ein Weg aus %n Bild</numerusform>
                <numerusform>Ein Weg aus %n Bildern</numerusform>
            </translation>
        </message>
        <message>
            <source>N and B follow it; the shelf keeps it with K</source>
            <translation>N und B folgen ihm; K behält ihn auf der Ablage</translation>
        </message>
        <message>
            <source>The current item is not among these: click a picture first</source>
            <translation>Der aktuelle Eintrag ist nicht unter diesen: Klicken Sie zuerst auf ein Bild</translation>
        </message>
        <message>
            <source>Shelf</source>
            <translation>Ablage</translation>
        </message>
        <message>
            <source>Move; the arrows too</source>
            <translation>Bewegen; auch die Pfeile</translation>
        </message>
        <message>
            <source>Rise and sink</source>
            <translation>Steigen und sinken</translation>
        </message>
        <message>
            <source>Look around; or drag</source>
            <translation>Umhersehen; oder ziehen</translation>
        </message>
        <message>
            <source>Pull the current item near, or put it back</source>
            <translation>Den aktuellen Eintrag heranholen oder zurückstellen</translation>
        </message>
        <message>
            <source>Fly to the current item</source>
            <translation>Zum aktuellen Eintrag fliegen</translation>
        </message>
        <message>
            <source>Keep the current item on the shelf</source>
            <translation>Den aktuellen Eintrag auf der Ablage behalten</translation>
        </message>
        <message>
            <source>Follow the way, and back</source>
            <translation>Dem Weg folgen, und zurück</translation>
        </message>
        <message>
            <source>Back to the start</source>
            <translation>Zurück zum Anfang</translation>
        </message>
    </context>
    <context>
        <name>Stage</name>
        <message>
            <source>There is nothing on the wall to present.</source>
            <translation>Auf der Wand ist nichts zu zeigen.</translation>
        </message>
    </context>
    <context>
        <name>StageList</name>
        <message>
            <source>First</source>
            <translation>Zuerst</translation>
        </message>
        <message>
            <source>then within</source>
            <translation>dann binnen</translation>
        </message>
        <message>
            <source>and</source>
            <translation>und</translation>
        </message>
        <message>
            <source>Change “%s”</source>
            <translation>„%s“ ändern</translation>
        </message>
        <message>
            <source>Remove “%s”</source>
            <translation>„%s“ entfernen</translation>
        </message>
        <message>
            <source>Add a part</source>
            <translation>Einen Teil hinzufügen</translation>
        </message>
        <message>
            <source>Move a part</source>
            <translation>Einen Teil verschieben</translation>
        </message>
        <message>
            <source>Add a step</source>
            <translation>Einen Schritt hinzufügen</translation>
        </message>
        <message>
            <source>Remove a step</source>
            <translation>Einen Schritt entfernen</translation>
        </message>
        <message>
            <source>Change the order of steps</source>
            <translation>Die Reihenfolge der Schritte ändern</translation>
        </message>
        <message>
            <source>Allow %s shots</source>
            <translation>%s Szenen erlauben</translation>
        </message>
        <message>
            <source>Allow %s s between steps</source>
            <translation>%s s zwischen Schritten erlauben</translation>
        </message>
        <message>
            <source>Gather steps in another way</source>
            <translation>Schritte anders zusammenfassen</translation>
        </message>
    </context>
    <context>
        <name>StageRow</name>
        <message>
            <source>shots</source>
            <translation>Szenen</translation>
        </message>
        <message>
            <source>s</source>
            <translation>s</translation>
        </message>
        <message>
            <source>Words of this step</source>
            <translation>Wörter dieses Schritts</translation>
        </message>
        <message>
            <source>Words of this step; Enter searches</source>
            <translation>Wörter dieses Schritts; Eingabe sucht</translation>
        </message>
        <message>
            <source>what follows</source>
            <translation>was folgt</translation>
        </message>
        <message>
            <source>At most so many seconds later</source>
            <translation>Höchstens so viele Sekunden später</translation>
        </message>
        <message>
            <source>It must follow within this time</source>
            <translation>Es muss innerhalb dieser Zeit folgen</translation>
        </message>
        <message>
            <source>Seconds, or the next shots</source>
            <translation>Sekunden, oder die nächsten Szenen</translation>
        </message>
        <message>
            <source>Add a part to this step</source>
            <translation>Diesem Schritt einen Teil hinzufügen</translation>
        </message>
        <message>
            <source>Earlier: change places with the step before</source>
            <translation>Früher: den Platz mit dem Schritt davor tauschen</translation>
        </message>
        <message>
            <source>Remove this step</source>
            <translation>Diesen Schritt entfernen</translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message>
            <source>Show the jobs</source>
            <translation>Aufgaben zeigen</translation>
        </message>
        <message>
            <source>Progress of the running job</source>
            <translation>Fortschritt der laufenden Aufgabe</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>Meldungen</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n Eintrag</numerusform>
                <numerusform>%n Einträge</numerusform>
            </translation>
        </message>
        <message>
            <source>Read-only</source>
            <translation>Nur lesbar</translation>
        </message>
        <message>
            <source>Automatic device</source>
            <translation>Gerät automatisch</translation>
        </message>
        <message>
            <source>Where networks run: {device}</source>
            <translation>Wo Netze rechnen: {device}</translation>
        </message>
        <message numerus="yes">
            <source>%n new message(s)</source>
            <translation>
                <numerusform>%n neue Meldung</numerusform>
                <numerusform>%n neue Meldungen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>%n gewählt</numerusform>
                <numerusform>%n gewählt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n result(s)</source>
            <translation>
                <numerusform>%n Ergebnis</numerusform>
                <numerusform>%n Ergebnisse</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StrategiesView</name>
        <message>
            <source>Strategies</source>
            <translation>Arten zu erkunden</translation>
        </message>
        <message>
            <source>k-means</source>
            <translation>k-means</translation>
        </message>
        <message>
            <source>Correlation</source>
            <translation>Korrelation</translation>
        </message>
        <message>
            <source>Strategy</source>
            <translation>Art zu erkunden</translation>
        </message>
        <message>
            <source>{method} {threshold}
{clusters} clusters</source>
            <translation>{method} {threshold}
{clusters} Gruppen</translation>
        </message>
        <message>
            <source>Published study,
its best and worst</source>
            <translation>Veröffentlichte Studie,
ihre beste und schlechteste</translation>
        </message>
        <message>
            <source>Least to look at: {part} of the pictures, with “{strategy}”.</source>
            <translation>Am wenigsten anzusehen: {part} der Bilder, mit „{strategy}“.</translation>
        </message>
    </context>
    <context>
        <name>StripDrawing</name>
        <message>
            <source>Events</source>
            <translation>Ereignisse</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>Wo</translation>
        </message>
    </context>
    <context>
        <name>StripView</name>
        <message>
            <source>Film strips</source>
            <translation>Filmstreifen</translation>
        </message>
    </context>
    <context>
        <name>StudyBar</name>
        <message>
            <source>Time left</source>
            <translation>Verbleibende Zeit</translation>
        </message>
        <message>
            <source>Part of the time that has passed</source>
            <translation>Teil der Zeit, der vergangen ist</translation>
        </message>
        <message>
            <source>Go on now</source>
            <translation>Jetzt weiter</translation>
        </message>
        <message>
            <source>End this part before its time is over</source>
            <translation>Diesen Teil vor seiner Zeit beenden</translation>
        </message>
        <message>
            <source>End the study</source>
            <translation>Die Studie beenden</translation>
        </message>
        <message>
            <source>Stop here; what was recorded so far is kept</source>
            <translation>Hier aufhören; was bisher aufgezeichnet wurde, bleibt erhalten</translation>
        </message>
    </context>
    <context>
        <name>StudyRun</name>
        <message>
            <source>Get to know the wall: the wheel zooms, dragging moves, a click shows the details, %s puts what is selected on the watchlist.</source>
            <translation>Lernen Sie die Wand kennen: Das Rad zoomt, Ziehen bewegt, ein Klick zeigt Einzelheiten, %s setzt das Gewählte auf die Merkliste.</translation>
        </message>
        <message>
            <source>Wall {number} of {all}: look around as you like, and put what you would like to see on the watchlist ({keys}).</source>
            <translation>Wand {number} von {all}: Sehen Sie sich nach Belieben um, und setzen Sie auf die Merkliste, was Sie sehen möchten ({keys}).</translation>
        </message>
        <message>
            <source>About this wall</source>
            <translation>Zu dieser Wand</translation>
        </message>
        <message>
            <source>The wall number %s</source>
            <translation>Die Wand Nummer %s</translation>
        </message>
        <message>
            <source>At the end</source>
            <translation>Zum Schluss</translation>
        </message>
    </context>
    <context>
        <name>SubmitBar</name>
        <message>
            <source>How items are submitted</source>
            <translation>Wie Einträge eingereicht werden</translation>
        </message>
        <message>
            <source>What would be submitted</source>
            <translation>Was eingereicht würde</translation>
        </message>
        <message>
            <source>Submit</source>
            <translation>Einreichen</translation>
        </message>
        <message>
            <source>Submit the selected items (%s); it cannot be undone</source>
            <translation>Die gewählten Einträge einreichen (%s); das lässt sich nicht rückgängig machen</translation>
        </message>
        <message>
            <source>Answer in words</source>
            <translation>Antwort in Worten</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>Senden</translation>
        </message>
        <message>
            <source>Submit the words (Enter); it cannot be undone</source>
            <translation>Die Wörter einreichen (Eingabe); das lässt sich nicht rückgängig machen</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Moment</source>
            <translation>Moment</translation>
        </message>
        <message>
            <source>Range</source>
            <translation>Zeitspanne</translation>
        </message>
        <message>
            <source>Whole item</source>
            <translation>Ganzer Eintrag</translation>
        </message>
        <message>
            <source>Select what you found, then submit it.</source>
            <translation>Wählen Sie, was Sie gefunden haben, dann reichen Sie es ein.</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) selected</source>
            <translation>
                <numerusform>%n Eintrag gewählt</numerusform>
                <numerusform>%n Einträge gewählt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Submit %n item(s)</source>
            <translation>
                <numerusform>%n Eintrag einreichen</numerusform>
                <numerusform>%n Einträge einreichen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SummaryDialog</name>
        <message>
            <source>Results of “%s”</source>
            <translation>Ergebnisse von „%s“</translation>
        </message>
        <message>
            <source>Measures by arrangement</source>
            <translation>Messwerte je Anordnung</translation>
        </message>
        <message>
            <source>Save trials as CSV …</source>
            <translation>Durchgänge als CSV speichern …</translation>
        </message>
        <message>
            <source>Save summary as JSON …</source>
            <translation>Zusammenfassung als JSON speichern …</translation>
        </message>
        <message>
            <source>{complete} of {all} participants went through to the end.</source>
            <translation>{complete} von {all} Teilnehmern kamen bis zum Ende.</translation>
        </message>
        <message>
            <source>Liked best: %s. Liked least: %s.</source>
            <translation>Am besten gefiel: %s. Am wenigsten gefiel: %s.</translation>
        </message>
        <message>
            <source>Mean ± standard deviation (number of trials). First trial: each participant's first wall alone, with a one-way analysis of variance between the arrangements.</source>
            <translation>Mittelwert ± Standardabweichung (Zahl der Durchgänge). Erster Durchgang: nur die erste Wand jedes Teilnehmers, mit einer einfaktoriellen Varianzanalyse zwischen den Anordnungen.</translation>
        </message>
        <message>
            <source>with the whole wall</source>
            <translation>mit der ganzen Wand</translation>
        </message>
        <message>
            <source>at %s px</source>
            <translation>bei %s px</translation>
        </message>
        <message>
            <source>Trials that started {where}: looked at {seen}, watchlisted {kept}.</source>
            <translation>Durchgänge mit Beginn {where}: angesehen {seen}, gemerkt {kept}.</translation>
        </message>
        <message>
            <source>%s, all trials</source>
            <translation>%s, alle Durchgänge</translation>
        </message>
        <message>
            <source>%s, first trial</source>
            <translation>%s, erster Durchgang</translation>
        </message>
        <message>
            <source>Time with posters %s px wide</source>
            <translation>Zeit mit Plakaten von %s px Breite</translation>
        </message>
        <message>
            <source>F and p, first trial</source>
            <translation>F und p, erster Durchgang</translation>
        </message>
        <message>
            <source>Save results</source>
            <translation>Ergebnisse speichern</translation>
        </message>
        <message>
            <source>“{path}” cannot be written: {error}</source>
            <translation>„{path}“ kann nicht geschrieben werden: {error}</translation>
        </message>
        <message>
            <source>Saved “%s”.</source>
            <translation>„%s“ gespeichert.</translation>
        </message>
    </context>
    <context>
        <name>TagBox</name>
        <message>
            <source>Add a tag: an object, a place, a person, a genre …</source>
            <translation>Ein Schlagwort hinzufügen: ein Objekt, ein Ort, ein Mensch, ein Genre …</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>Schlagwörter</translation>
        </message>
        <message>
            <source>Type the beginning of a tag; Enter adds it, or searches</source>
            <translation>Tippen Sie den Anfang eines Schlagworts; Eingabe fügt es hinzu oder sucht</translation>
        </message>
    </context>
    <context>
        <name>TagChips</name>
        <message>
            <source>not %s</source>
            <translation>nicht %s</translation>
        </message>
        <message>
            <source>Wanted: click or Enter rules it out</source>
            <translation>Gewünscht: Klick oder Eingabe schließt es aus</translation>
        </message>
        <message>
            <source>Ruled out: click or Enter takes it away</source>
            <translation>Ausgeschlossen: Klick oder Eingabe nimmt es weg</translation>
        </message>
    </context>
    <context>
        <name>TagsEditor</name>
        <message>
            <source>Chosen tags</source>
            <translation>Gewählte Schlagwörter</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>Schlagwörter</translation>
        </message>
        <message>
            <source>an object, a place, a person, a genre …</source>
            <translation>ein Objekt, ein Ort, eine Person, ein Genre …</translation>
        </message>
        <message>
            <source>Space or a click: from here · minus or Alt+click: not this</source>
            <translation>Leertaste oder ein Klick: von hier aus · Minus oder Alt+Klick: nicht dies</translation>
        </message>
        <message>
            <source>Words in texts beside the tags</source>
            <translation>Wörter in Texten, neben den Schlagwörtern</translation>
        </message>
        <message>
            <source>and words in texts (may be empty)</source>
            <translation>und Wörter in Texten (kann leer sein)</translation>
        </message>
        <message>
            <source>graph</source>
            <translation>Graph</translation>
        </message>
        <message>
            <source>text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Graph against text</source>
            <translation>Graph gegen Text</translation>
        </message>
        <message>
            <source>Left: nearness to the tags counts; right: the words</source>
            <translation>Links: Die Nähe zu den Schlagwörtern zählt; rechts: die Wörter</translation>
        </message>
        <message>
            <source>Add a tag: a walk through the graph begins there.</source>
            <translation>Fügen Sie ein Schlagwort hinzu: Dort beginnt ein Gang durch den Graphen.</translation>
        </message>
        <message>
            <source>not %s</source>
            <translation>nicht %s</translation>
        </message>
        <message>
            <source>Click or Enter: rule it out</source>
            <translation>Klick oder Eingabe: schließt es aus</translation>
        </message>
        <message>
            <source>Click or Enter: begin from it</source>
            <translation>Klick oder Eingabe: geht davon aus</translation>
        </message>
    </context>
    <context>
        <name>TargetRow</name>
        <message>
            <source>Catalogue</source>
            <translation>Katalog</translation>
        </message>
        <message>
            <source>Vectors</source>
            <translation>Vektoren</translation>
        </message>
        <message>
            <source>Address: {part}</source>
            <translation>Adresse: {part}</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Passwort</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Goes to the keyring of this computer; leave it empty where it is known there</source>
            <translation>Kommt in den Schlüsselbund dieses Rechners; lassen Sie es leer, wenn es dort bekannt ist</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Test: {part}</source>
            <translation>Prüfen: {part}</translation>
        </message>
        <message>
            <source>in the library's folder</source>
            <translation>im Ordner der Bibliothek</translation>
        </message>
        <message>
            <source>in the embedded engine (Milvus)</source>
            <translation>in der eingebauten Datenbank (Milvus)</translation>
        </message>
        <message>
            <source>on a server (PostgreSQL)</source>
            <translation>auf einem Server (PostgreSQL)</translation>
        </message>
        <message>
            <source>on a server (Milvus)</source>
            <translation>auf einem Server (Milvus)</translation>
        </message>
        <message>
            <source>stays {where}</source>
            <translation>bleibt {where}</translation>
        </message>
        <message>
            <source>on another server</source>
            <translation>auf einem anderen Server</translation>
        </message>
        <message>
            <source>Asking …</source>
            <translation>Wird gefragt …</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
    </context>
    <context>
        <name>TargetSide</name>
        <message>
            <source>Why another class? Type its name</source>
            <translation>Warum eine andere Klasse? Tippen Sie ihren Namen</translation>
        </message>
        <message>
            <source>… rather than which class?</source>
            <translation>… und nicht welche Klasse?</translation>
        </message>
        <message>
            <source>Why alike …</source>
            <translation>Warum ähnlich …</translation>
        </message>
        <message>
            <source>Compare with another picture: select two, or drop one here (Shift+A)</source>
            <translation>Mit einem anderen Bild vergleichen: Wählen Sie zwei, oder legen Sie hier eines ab (Umschalt+A)</translation>
        </message>
        <message>
            <source>Why does it match this sentence?</source>
            <translation>Warum passt es zu diesem Satz?</translation>
        </message>
        <message>
            <source>Sentence</source>
            <translation>Satz</translation>
        </message>
        <message>
            <source>Write what is in the picture, and Enter</source>
            <translation>Schreiben Sie, was im Bild ist, dann Eingabe</translation>
        </message>
        <message>
            <source>Most probable</source>
            <translation>Am wahrscheinlichsten</translation>
        </message>
        <message>
            <source>What is explained</source>
            <translation>Was erklärt wird</translation>
        </message>
    </context>
    <context>
        <name>TaskCard</name>
        <message>
            <source>Task</source>
            <translation>Aufgabe</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>Verbleibende Zeit</translation>
        </message>
        <message>
            <source>Time used</source>
            <translation>Vergangene Zeit</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Beschreibung</translation>
        </message>
        <message>
            <source>No task is running</source>
            <translation>Keine Aufgabe läuft</translation>
        </message>
        <message>
            <source>More in %s</source>
            <translation>Mehr in %s</translation>
        </message>
        <message>
            <source>It was shown; now find it.</source>
            <translation>Es wurde gezeigt; finden Sie es jetzt.</translation>
        </message>
    </context>
    <context>
        <name>Teller</name>
        <message>
            <source>Joint {}</source>
            <translation>Gelenk {}</translation>
        </message>
        <message>
            <source>{} % sure</source>
            <translation>{} % sicher</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>gesperrt</translation>
        </message>
        <message>
            <source>pinned</source>
            <translation>angeheftet</translation>
        </message>
        <message>
            <source>Selected: {}. Ctrl and the arrows or Page Up and Down turn it, Alt and the arrows move it, Tab and the arrows go to the next joint, Escape lets go.</source>
            <translation>Gewählt: {}. Strg und die Pfeile oder Bild auf und Bild ab drehen es, Alt und die Pfeile bewegen es, Tabulator und die Pfeile gehen zum nächsten Gelenk, Esc lässt los.</translation>
        </message>
        <message>
            <source>The arrows choose a joint, Shift and the arrows look from elsewhere, 1, 3, 7, 9 and 0 look from the front, side, top, back and from between.</source>
            <translation>Die Pfeile wählen ein Gelenk, Umschalt und die Pfeile sehen von anderswo, 1, 3, 7, 9 und 0 sehen von vorn, von der Seite, von oben, von hinten und schräg.</translation>
        </message>
    </context>
    <context>
        <name>TextEditor</name>
        <message>
            <source>Words, “phrases”, -not this</source>
            <translation>Wörter, „Wortgruppen“, -ohne dies</translation>
        </message>
        <message>
            <source>How to search</source>
            <translation>Wie gesucht wird</translation>
        </message>
        <message>
            <source>Weigh for itself</source>
            <translation>Für sich gewichten</translation>
        </message>
        <message>
            <source>Off: concepts and pictures are weighed as the settings say</source>
            <translation>Aus: Begriffe und Bilder sind gewichtet, wie die Einstellungen sagen</translation>
        </message>
        <message>
            <source>concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Concepts against pictures</source>
            <translation>Begriffe gegen Bilder</translation>
        </message>
        <message>
            <source>Left: what networks named counts; right: how pictures look (dual task)</source>
            <translation>Links: Was Netze benannt haben, zählt; rechts: das Aussehen der Bilder (doppelte Aufgabe)</translation>
        </message>
        <message>
            <source>Search in</source>
            <translation>Suchen in</translation>
        </message>
    </context>
    <context>
        <name>TextsSection</name>
        <message>
            <source>Texts</source>
            <translation>Texte</translation>
        </message>
        <message>
            <source>Plot</source>
            <translation>Inhalt</translation>
        </message>
        <message>
            <source>Caption</source>
            <translation>Bildunterschrift</translation>
        </message>
        <message>
            <source>In the picture</source>
            <translation>Im Bild</translation>
        </message>
        <message>
            <source>Spoken</source>
            <translation>Gesprochen</translation>
        </message>
    </context>
    <context>
        <name>ThingButton</name>
        <message>
            <source>{name}: in {count} pictures. Click and draw, or drag onto the canvas.</source>
            <translation>{name}: in {count} Bildern. Klicken und zeichnen Sie, oder ziehen Sie es auf die Skizze.</translation>
        </message>
        <message>
            <source>{name}: no detector found it in this library.</source>
            <translation>{name}: Kein Detektor hat es in dieser Bibliothek gefunden.</translation>
        </message>
    </context>
    <context>
        <name>ThingPicker</name>
        <message>
            <source>Objects</source>
            <translation>Objekte</translation>
        </message>
        <message>
            <source>Find an object</source>
            <translation>Ein Objekt finden</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Menschen</translation>
        </message>
        <message>
            <source>Vehicles</source>
            <translation>Fahrzeuge</translation>
        </message>
        <message>
            <source>Outdoors</source>
            <translation>Im Freien</translation>
        </message>
        <message>
            <source>Animals</source>
            <translation>Tiere</translation>
        </message>
        <message>
            <source>Accessories</source>
            <translation>Zubehör</translation>
        </message>
        <message>
            <source>Sports</source>
            <translation>Sport</translation>
        </message>
        <message>
            <source>Kitchen</source>
            <translation>Küche</translation>
        </message>
        <message>
            <source>Food</source>
            <translation>Essen</translation>
        </message>
        <message>
            <source>Furniture</source>
            <translation>Möbel</translation>
        </message>
        <message>
            <source>Electronics</source>
            <translation>Elektronik</translation>
        </message>
        <message>
            <source>Indoors</source>
            <translation>Im Haus</translation>
        </message>
        <message>
            <source>Others</source>
            <translation>Anderes</translation>
        </message>
        <message>
            <source>No detector has looked at these pictures yet: see Tools ▸ Networks.</source>
            <translation>Noch hat kein Detektor diese Bilder angesehen: siehe Extras ▸ Netze.</translation>
        </message>
    </context>
    <context>
        <name>ThresholdBar</name>
        <message>
            <source>Score from which an item is a member</source>
            <translation>Wertung, ab der ein Eintrag Mitglied ist</translation>
        </message>
        <message>
            <source>How sure the classifier must be of an item to take it in</source>
            <translation>Wie sicher der Klassifikator bei einem Eintrag sein muss, um ihn aufzunehmen</translation>
        </message>
        <message>
            <source>%s members</source>
            <translation>%s Mitglieder</translation>
        </message>
        <message>
            <source>{count} members from {threshold:.2f}</source>
            <translation>{count} Mitglieder ab {threshold:.2f}</translation>
        </message>
    </context>
    <context>
        <name>ThumbnailGrid</name>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
    </context>
    <context>
        <name>Tour</name>
        <message>
            <source>That was the tour. Help on each panel: F1. All commands: Ctrl+Shift+P.</source>
            <translation>Das war der Rundgang. Hilfe zu jeder Ansicht: F1. Alle Befehle: Strg+Umschalt+P.</translation>
        </message>
        <message>
            <source>The tour is left. Help ▸ Tour goes on where you were.</source>
            <translation>Der Rundgang ist verlassen. Hilfe ▸ Rundgang geht da weiter, wo Sie waren.</translation>
        </message>
        <message>
            <source>New here? Five minutes show what Kinora can do.</source>
            <translation>Neu hier? Fünf Minuten zeigen, was Kinora kann.</translation>
        </message>
        <message>
            <source>Take the tour</source>
            <translation>Rundgang beginnen</translation>
        </message>
    </context>
    <context>
        <name>TourCard</name>
        <message>
            <source>Tour</source>
            <translation>Rundgang</translation>
        </message>
        <message>
            <source>Leave the tour (Esc)</source>
            <translation>Den Rundgang verlassen (Esc)</translation>
        </message>
        <message>
            <source>Show me</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Do this step for me</source>
            <translation>Diesen Schritt für mich tun</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <source>The step before (←)</source>
            <translation>Der Schritt davor (←)</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>The next step (→)</source>
            <translation>Der nächste Schritt (→)</translation>
        </message>
        <message>
            <source>Tour · step {step} of {steps}</source>
            <translation>Rundgang · Schritt {step} von {steps}</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>✓ Done</source>
            <translation>✓ Fertig</translation>
        </message>
        <message>
            <source>Try it, or let it be shown.</source>
            <translation>Probieren Sie es, oder lassen Sie es sich zeigen.</translation>
        </message>
    </context>
    <context>
        <name>TourTexts</name>
        <message>
            <source>Everything on one wall</source>
            <translation>Alles auf einer Wand</translation>
        </message>
        <message>
            <source>Turn the wheel over the pictures to come closer, drag to move. + and - do the same, Ctrl+0 shows all of it again.</source>
            <translation>Drehen Sie das Rad über den Bildern, um näher heranzugehen, und ziehen Sie, um sich zu bewegen. + und - tun dasselbe, Strg+0 zeigt wieder alles.</translation>
        </message>
        <message>
            <source>Arrange it</source>
            <translation>Ordnen Sie</translation>
        </message>
        <message>
            <source>Choose “Clusters” here: what belongs together moves together. By time, colour and likeness are there too.</source>
            <translation>Wählen Sie hier „Gruppen“: Was zusammengehört, rückt zusammen. Nach Zeit, Farbe und Ähnlichkeit geht es auch.</translation>
        </message>
        <message>
            <source>Narrow it down</source>
            <translation>Eingrenzen</translation>
        </message>
        <message>
            <source>Click a value. What has it stays lit on the wall, the rest is dimmed; the number says how many would be left. Another click takes the filter back.</source>
            <translation>Klicken Sie auf einen Wert. Was ihn hat, leuchtet auf der Wand weiter, der Rest wird gedämpft; die Zahl sagt, wie viele übrig blieben. Ein zweiter Klick nimmt den Filter zurück.</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Type what you look for and press Enter: words, “phrases”, -without. A picture can be dropped here, too.</source>
            <translation>Tippen Sie ein, was Sie suchen, und drücken Sie Eingabe: Wörter, „Wortgruppen“, -ohne. Auch ein Bild lässt sich hier ablegen.</translation>
        </message>
        <message>
            <source>Why was it found?</source>
            <translation>Warum gefunden?</translation>
        </message>
        <message>
            <source>The bar under a picture is its score, cut into where it comes from. Select a hit and press I: the inspector shows every part of it and what matched.</source>
            <translation>Der Balken unter einem Bild ist seine Wertung, geteilt danach, woher sie kommt. Wählen Sie einen Treffer und drücken Sie I: Der Inspektor zeigt jeden Teil davon, und was gepasst hat.</translation>
        </message>
        <message>
            <source>Say what fits</source>
            <translation>Sagen, was passt</translation>
        </message>
        <message>
            <source>Mark a picture: P (or Ctrl+Up anywhere) if it fits, N if it does not. Suggestions follow at once; W says why a picture is suggested.</source>
            <translation>Markieren Sie ein Bild: P (oder überall Strg+Auf), wenn es passt, N, wenn nicht. Vorschläge folgen sofort; W sagt, warum ein Bild vorgeschlagen wird.</translation>
        </message>
        <message>
            <source>Find a moment by a sentence</source>
            <translation>Einen Moment mit einem Satz finden</translation>
        </message>
        <message>
            <source>Write who did what, where and when, for example “a cup on a table in the morning”, and press Enter. Words take a colour as they are understood.</source>
            <translation>Schreiben Sie auf Englisch, wer was tat, wo und wann, etwa „a cup on a table in the morning“, und drücken Sie Eingabe. Wörter bekommen eine Farbe, sobald sie verstanden sind.</translation>
        </message>
        <message>
            <source>Draw a person</source>
            <translation>Einen Menschen zeichnen</translation>
        </message>
        <message>
            <source>A few lines on this page become a body that can be posed and exported, and that finds photos of people in its pose.</source>
            <translation>Ein paar Striche auf diesem Blatt werden zu einem Körper, der sich stellen und exportieren lässt, und der Fotos von Menschen in seiner Pose findet.</translation>
        </message>
        <message>
            <source>Ask a network why</source>
            <translation>Ein Netz fragen, warum</translation>
        </message>
        <message>
            <source>Ctrl+Shift+W explains the selected picture: heat maps show what speaks for a class. It needs a network with weights; Tools ▸ Networks has them.</source>
            <translation>Strg+Umschalt+W erklärt das gewählte Bild: Wärmekarten zeigen, was für eine Klasse spricht. Das braucht ein Netz mit Gewichten; Extras ▸ Netze hat sie.</translation>
        </message>
        <message>
            <source>Nothing is lost</source>
            <translation>Nichts geht verloren</translation>
        </message>
        <message>
            <source>Ctrl+Z takes back marks, filters, arrangements, drawings. History (Ctrl+H) lists all steps, and a click goes back to one.</source>
            <translation>Strg+Z nimmt Marken, Filter, Anordnungen und Zeichnungen zurück. Der Verlauf (Strg+H) zeigt alle Schritte, ein Klick geht zu einem zurück.</translation>
        </message>
        <message>
            <source>Take it with you</source>
            <translation>Mitnehmen</translation>
        </message>
        <message>
            <source>Ctrl+Shift+E writes what you see: tables, pictures with their facts, contact sheets. Your files stay where they are.</source>
            <translation>Strg+Umschalt+E schreibt, was Sie sehen: Tabellen, Bilder mit ihren Angaben, Kontaktbögen. Ihre Dateien bleiben, wo sie sind.</translation>
        </message>
    </context>
    <context>
        <name>TripleRows</name>
        <message>
            <source>Counts</source>
            <translation>Zählt</translation>
        </message>
        <message>
            <source>Subject</source>
            <translation>Subjekt</translation>
        </message>
        <message>
            <source>Predicate</source>
            <translation>Prädikat</translation>
        </message>
        <message>
            <source>Object</source>
            <translation>Objekt</translation>
        </message>
        <message>
            <source>Subjects, predicates and objects of the query</source>
            <translation>Subjekte, Prädikate und Objekte der Anfrage</translation>
        </message>
        <message>
            <source>should</source>
            <translation>sollte</translation>
        </message>
        <message>
            <source>must</source>
            <translation>muss</translation>
        </message>
        <message>
            <source>NOT</source>
            <translation>NICHT</translation>
        </message>
        <message>
            <source>How line %s counts</source>
            <translation>Wie Zeile %s zählt</translation>
        </message>
        <message>
            <source>should: raises the score; must: images without it are left out; NOT: with it</source>
            <translation>sollte: hebt den Wert; muss: Bilder ohne dies entfallen; NICHT: Bilder mit diesem</translation>
        </message>
        <message>
            <source>man (old)</source>
            <translation>man (old)</translation>
        </message>
        <message>
            <source>hold, carry</source>
            <translation>hold, carry</translation>
        </message>
        <message>
            <source>cup, mug</source>
            <translation>cup, mug</translation>
        </message>
        <message>
            <source>{what}, line {line}</source>
            <translation>{what}, Zeile {line}</translation>
        </message>
        <message>
            <source>Commas mean OR; a subject alone is an object that is there</source>
            <translation>Kommas bedeuten ODER; ein Subjekt allein ist ein Objekt, das da ist</translation>
        </message>
        <message>
            <source>Remove this line</source>
            <translation>Diese Zeile entfernen</translation>
        </message>
        <message>
            <source>Edit line</source>
            <translation>Zeile bearbeiten</translation>
        </message>
        <message>
            <source>Weigh line</source>
            <translation>Zeile gewichten</translation>
        </message>
        <message>
            <source>Remove line</source>
            <translation>Zeile entfernen</translation>
        </message>
    </context>
    <context>
        <name>ValueModel</name>
        <message>
            <source>Click: only these. Alt+click or −: all but these.</source>
            <translation>Klick: nur diese. Alt+Klick oder −: alle außer diesen.</translation>
        </message>
        <message>
            <source>{name}: {count} items</source>
            <translation>{name}: {count} Einträge</translation>
        </message>
        <message>
            <source>%s, wanted</source>
            <translation>%s, gewünscht</translation>
        </message>
        <message>
            <source>%s, not wanted</source>
            <translation>%s, ausgeschlossen</translation>
        </message>
    </context>
    <context>
        <name>ValueSection</name>
        <message>
            <source>Find in “%s”</source>
            <translation>In „%s“ finden</translation>
        </message>
        <message>
            <source>any of</source>
            <translation>einer von</translation>
        </message>
        <message>
            <source>Items with any of the values, or with all of them</source>
            <translation>Einträge mit einem der Werte, oder mit allen</translation>
        </message>
        <message>
            <source>Values of “%s”</source>
            <translation>Werte von „%s“</translation>
        </message>
        <message>
            <source>List more values</source>
            <translation>Mehr Werte auflisten</translation>
        </message>
        <message>
            <source>No such value</source>
            <translation>Kein solcher Wert</translation>
        </message>
        <message>
            <source>all of</source>
            <translation>alle von</translation>
        </message>
        <message>
            <source>%s more …</source>
            <translation>%s weitere …</translation>
        </message>
    </context>
    <context>
        <name>VideoBar</name>
        <message>
            <source>%s: among the most frequent; click to choose it</source>
            <translation>%s: unter den häufigsten; ein Klick wählt es</translation>
        </message>
        <message>
            <source>%s: click to sort by it alone, or by all again</source>
            <translation>%s: Ein Klick ordnet nur danach, oder wieder nach allen</translation>
        </message>
        <message>
            <source>Choose a concept</source>
            <translation>Einen Begriff wählen</translation>
        </message>
        <message>
            <source>Take a concept out</source>
            <translation>Einen Begriff wegnehmen</translation>
        </message>
        <message>
            <source>Sort the videos</source>
            <translation>Die Videos ordnen</translation>
        </message>
        <message>
            <source>Show all videos</source>
            <translation>Alle Videos zeigen</translation>
        </message>
        <message>
            <source>Choose videos</source>
            <translation>Videos auswählen</translation>
        </message>
        <message>
            <source>Filter titles</source>
            <translation>Titel filtern</translation>
        </message>
        <message>
            <source>Add a concept …</source>
            <translation>Begriff dazu …</translation>
        </message>
        <message>
            <source>Concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>Concepts and objects by which videos are compared</source>
            <translation>Begriffe und Objekte, nach denen Videos verglichen werden</translation>
        </message>
        <message>
            <source>Order of the videos</source>
            <translation>Ordnung der Videos</translation>
        </message>
        <message>
            <source>By frequency</source>
            <translation>Nach Häufigkeit</translation>
        </message>
        <message>
            <source>By confidence</source>
            <translation>Nach Konfidenz</translation>
        </message>
        <message>
            <source>By hits</source>
            <translation>Nach Treffern</translation>
        </message>
        <message>
            <source>By length</source>
            <translation>Nach Länge</translation>
        </message>
        <message>
            <source>By title</source>
            <translation>Nach Titel</translation>
        </message>
        <message>
            <source>Frequency: share of the frames with a concept; confidence: mean score of these</source>
            <translation>Häufigkeit: Anteil der Bilder mit einem Begriff; Konfidenz: mittlere Wertung dieser Bilder</translation>
        </message>
        <message>
            <source>Group</source>
            <translation>Gruppieren</translation>
        </message>
        <message>
            <source>Gather videos by the concept that is strongest in them</source>
            <translation>Videos nach dem Begriff sammeln, der in ihnen am stärksten ist</translation>
        </message>
        <message>
            <source>With all</source>
            <translation>Mit allen</translation>
        </message>
        <message>
            <source>Only videos in which every chosen concept is seen</source>
            <translation>Nur Videos, in denen jeder gewählte Begriff zu sehen ist</translation>
        </message>
        <message>
            <source>With hits</source>
            <translation>Mit Treffern</translation>
        </message>
        <message>
            <source>Only videos with hits of this list</source>
            <translation>Nur Videos mit Treffern dieser Liste</translation>
        </message>
        <message>
            <source>Filter titles …</source>
            <translation>Titel filtern …</translation>
        </message>
        <message>
            <source>Words in the title</source>
            <translation>Wörter im Titel</translation>
        </message>
    </context>
    <context>
        <name>VideoModel</name>
        <message>
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>Länge</translation>
        </message>
        <message>
            <source>Hits</source>
            <translation>Treffer</translation>
        </message>
        <message>
            <source>None of these concepts</source>
            <translation>Keiner dieser Begriffe</translation>
        </message>
        <message>
            <source>one video</source>
            <translation>ein Video</translation>
        </message>
        <message>
            <source>%s videos</source>
            <translation>%s Videos</translation>
        </message>
        <message>
            <source>%s frames</source>
            <translation>%s Bilder</translation>
        </message>
        <message>
            <source>%s hits</source>
            <translation>%s Treffer</translation>
        </message>
        <message>
            <source>its file was not found</source>
            <translation>seine Datei wurde nicht gefunden</translation>
        </message>
        <message>
            <source>{title}: {concept} in {count} of {all} frames, confidence {sure}</source>
            <translation>{title}: {concept} in {count} von {all} Bildern, Konfidenz {sure}</translation>
        </message>
    </context>
    <context>
        <name>VideoTableView</name>
        <message>
            <source>Click to sort the videos by this column</source>
            <translation>Ein Klick ordnet die Videos nach dieser Spalte</translation>
        </message>
    </context>
    <context>
        <name>VideoView</name>
        <message>
            <source>Order of the videos</source>
            <translation>Ordnung der Videos</translation>
        </message>
        <message>
            <source>Best hit first</source>
            <translation>Bester Treffer zuerst</translation>
        </message>
        <message>
            <source>Most hits first</source>
            <translation>Die meisten Treffer zuerst</translation>
        </message>
        <message>
            <source>Open or close all videos (Shift+E)</source>
            <translation>Alle Videos auf- oder zuklappen (Umschalt+E)</translation>
        </message>
        <message>
            <source>Open or close all videos</source>
            <translation>Alle Videos auf- oder zuklappen</translation>
        </message>
        <message>
            <source>By video</source>
            <translation>Nach Video</translation>
        </message>
        <message>
            <source>Open or close the video</source>
            <translation>Das Video auf- oder zuklappen</translation>
        </message>
        <message>
            <source>Shift+E</source>
            <translation>Umschalt+E</translation>
        </message>
        <message>
            <source>Open or close videos</source>
            <translation>Videos auf- oder zuklappen</translation>
        </message>
        <message>
            <source>Sort the videos</source>
            <translation>Die Videos ordnen</translation>
        </message>
    </context>
    <context>
        <name>ViewBar</name>
        <message>
            <source>Turntable: let the body turn (T)</source>
            <translation>Drehteller: den Körper sich drehen lassen (T)</translation>
        </message>
        <message>
            <source>Back to the usual view (Home)</source>
            <translation>Zurück zur üblichen Ansicht (Pos1)</translation>
        </message>
        <message>
            <source>Front view (1)</source>
            <translation>Vorderansicht (1)</translation>
        </message>
        <message>
            <source>Side view, from the person's left (3)</source>
            <translation>Seitenansicht, von der linken Seite der Person (3)</translation>
        </message>
        <message>
            <source>Back view (9)</source>
            <translation>Rückansicht (9)</translation>
        </message>
        <message>
            <source>Top view (7)</source>
            <translation>Ansicht von oben (7)</translation>
        </message>
        <message>
            <source>Three-quarter view (0)</source>
            <translation>Schrägansicht (0)</translation>
        </message>
        <message>
            <source>Perspective instead of parallel lines (5)</source>
            <translation>Perspektive statt paralleler Linien (5)</translation>
        </message>
        <message>
            <source>Wireframe: show the sides of the faces (W)</source>
            <translation>Drahtgitter: die Kanten der Flächen zeigen (W)</translation>
        </message>
        <message>
            <source>Skeleton: draw the bones over the body (B)</source>
            <translation>Skelett: die Knochen über den Körper zeichnen (B)</translation>
        </message>
        <message>
            <source>Handles to drag and turn joints (J)</source>
            <translation>Griffe, um Gelenke zu ziehen und zu drehen (J)</translation>
        </message>
        <message>
            <source>Colour joints by confidence (C)</source>
            <translation>Gelenke nach Konfidenz färben (C)</translation>
        </message>
        <message>
            <source>Floor with the body's shadow (G)</source>
            <translation>Boden mit dem Schatten des Körpers (G)</translation>
        </message>
    </context>
    <context>
        <name>ViewExport</name>
        <message>
            <source>Export view</source>
            <translation>Ansicht exportieren</translation>
        </message>
        <message>
            <source>Picture (*.png);;Drawing (*.svg)</source>
            <translation>Bild (*.png);;Zeichnung (*.svg)</translation>
        </message>
        <message>
            <source>The view is in “%s”.</source>
            <translation>Die Ansicht ist in „%s“.</translation>
        </message>
        <message>
            <source>Export &amp;view …</source>
            <translation>An&amp;sicht exportieren …</translation>
        </message>
        <message>
            <source>Save what the panel shows as a picture (PNG) or a drawing (SVG)</source>
            <translation>Was die Ansicht zeigt, als Bild (PNG) oder Zeichnung (SVG) speichern</translation>
        </message>
    </context>
    <context>
        <name>ViewPage</name>
        <message>
            <source>How long the last reading took</source>
            <translation>Wie lange das letzte Lesen dauerte</translation>
        </message>
        <message>
            <source>From where the body is seen</source>
            <translation>Von wo der Körper zu sehen ist</translation>
        </message>
        <message>
            <source>Turntable: let the body turn (T in the view)</source>
            <translation>Drehteller: den Körper sich drehen lassen (T in der Ansicht)</translation>
        </message>
        <message>
            <source>Copy the picture of the body</source>
            <translation>Das Bild des Körpers kopieren</translation>
        </message>
        <message>
            <source>From three quarters	0</source>
            <translation>Schräg von vorn	0</translation>
        </message>
        <message>
            <source>From the front	1</source>
            <translation>Von vorn	1</translation>
        </message>
        <message>
            <source>From the left side	3</source>
            <translation>Von der linken Seite	3</translation>
        </message>
        <message>
            <source>From behind	9</source>
            <translation>Von hinten	9</translation>
        </message>
        <message>
            <source>From above	7</source>
            <translation>Von oben	7</translation>
        </message>
        <message>
            <source>Triangles of the surface (W in the view)</source>
            <translation>Dreiecke der Oberfläche (W in der Ansicht)</translation>
        </message>
        <message>
            <source>Skeleton (B in the view)</source>
            <translation>Skelett (B in der Ansicht)</translation>
        </message>
        <message>
            <source>Handles of the joints, to drag and turn them (J in the view)</source>
            <translation>Griffe der Gelenke, zum Ziehen und Drehen (J in der Ansicht)</translation>
        </message>
        <message>
            <source>Colours for how sure each joint is (C in the view)</source>
            <translation>Farben dafür, wie sicher jedes Gelenk ist (C in der Ansicht)</translation>
        </message>
        <message>
            <source>Floor and shadow (G in the view)</source>
            <translation>Boden und Schatten (G in der Ansicht)</translation>
        </message>
        <message>
            <source>The whole body	F</source>
            <translation>Der ganze Körper	F</translation>
        </message>
    </context>
    <context>
        <name>ViewStack</name>
        <message>
            <source>The view “{name}” cannot be shown: {error}</source>
            <translation>Die Ansicht „{name}“ kann nicht gezeigt werden: {error}</translation>
        </message>
    </context>
    <context>
        <name>WalkOptions</name>
        <message>
            <source>Graph against text</source>
            <translation>Graph gegen Text</translation>
        </message>
        <message>
            <source>How much the graph counts against the text; moves the list at once</source>
            <translation>Wie viel der Graph gegen den Text zählt; verschiebt die Liste sofort</translation>
        </message>
        <message>
            <source>Coming together against likeness</source>
            <translation>Zusammen vorkommen gegen Ähnlichkeit</translation>
        </message>
        <message>
            <source>Link tags that items have together (left), or that are had in like company (right)</source>
            <translation>Verbindet Schlagwörter, die Einträge gemeinsam haben (links) oder die in ähnlicher Gesellschaft stehen (rechts)</translation>
        </message>
        <message>
            <source>Enough moments</source>
            <translation>Genug Momente</translation>
        </message>
        <message>
            <source>The walk ends when so many moments were found near any tag</source>
            <translation>Der Gang endet, wenn so viele Momente in der Nähe eines Schlagworts gefunden wurden</translation>
        </message>
        <message>
            <source>linked by: together</source>
            <translation>verbunden durch: gemeinsam</translation>
        </message>
        <message>
            <source>likeness</source>
            <translation>Ähnlichkeit</translation>
        </message>
        <message>
            <source>enough</source>
            <translation>genug</translation>
        </message>
        <message>
            <source>text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>graph</source>
            <translation>Graph</translation>
        </message>
    </context>
    <context>
        <name>WalkPage</name>
        <message>
            <source>and words in texts</source>
            <translation>und Wörter in Texten</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Words to look for in texts, weighed against the graph; Enter</source>
            <translation>Wörter, nach denen in Texten gesucht wird, gewogen gegen den Graphen; Eingabe</translation>
        </message>
        <message>
            <source>Walk</source>
            <translation>Gang</translation>
        </message>
        <message>
            <source>Walk outward from the tags (Enter)</source>
            <translation>Von den Schlagwörtern aus losgehen (Eingabe)</translation>
        </message>
        <message>
            <source>Moments</source>
            <translation>Momente</translation>
        </message>
        <message>
            <source>Notes on the walk</source>
            <translation>Hinweise zum Gang</translation>
        </message>
        <message>
            <source>Progress of the walk</source>
            <translation>Fortschritt des Gangs</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Stop the walk (Esc)</source>
            <translation>Den Gang anhalten (Esc)</translation>
        </message>
        <message>
            <source>No tag begins with “%s”.</source>
            <translation>Kein Schlagwort beginnt mit „%s“.</translation>
        </message>
        <message>
            <source>Nothing was found</source>
            <translation>Nichts wurde gefunden</translation>
        </message>
        <message>
            <source>Clear the filters</source>
            <translation>Die Filter löschen</translation>
        </message>
        <message>
            <source>Allow “%s” again</source>
            <translation>„%s“ wieder erlauben</translation>
        </message>
        <message>
            <source>one moment</source>
            <translation>ein Moment</translation>
        </message>
        <message>
            <source>%s moments</source>
            <translation>%s Momente</translation>
        </message>
        <message>
            <source>{shown} of {moments}</source>
            <translation>{shown} von {moments}</translation>
        </message>
        <message>
            <source>graph</source>
            <translation>Graph</translation>
        </message>
        <message>
            <source>text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Where shall the walk begin?</source>
            <translation>Wo soll der Gang beginnen?</translation>
        </message>
        <message>
            <source>Choose tags: the walk goes outward from them over tags that come together or are alike, and shows what lies nearest to most of them. For example:</source>
            <translation>Wählen Sie Schlagwörter: Der Gang führt von ihnen aus über Schlagwörter, die gemeinsam vorkommen oder ähnlich sind, und zeigt, was den meisten von ihnen am nächsten liegt. Zum Beispiel:</translation>
        </message>
        <message>
            <source>No tags yet</source>
            <translation>Noch keine Schlagwörter</translation>
        </message>
        <message>
            <source>Nothing to walk on yet</source>
            <translation>Noch nichts, worüber man gehen kann</translation>
        </message>
        <message>
            <source>Tags come with film lists (genres, actors), from places and concept files of a lifelog, from networks that name what is in pictures (Tools ▸ Networks), and from you.</source>
            <translation>Schlagwörter kommen mit Filmlisten (Genres, Schauspieler), aus Orten und Begriffsdateien eines Lebenstagebuchs, von Netzen, die benennen, was auf Bildern ist (Extras ▸ Netze), und von Ihnen.</translation>
        </message>
        <message>
            <source>Import …</source>
            <translation>Importieren …</translation>
        </message>
    </context>
    <context>
        <name>WalkPicture</name>
        <message>
            <source>Picture of the walk</source>
            <translation>Bild des Gangs</translation>
        </message>
        <message>
            <source>{starts} start tags, {reached} tags walked over</source>
            <translation>{starts} Schlagwörter am Anfang, über {reached} gegangen</translation>
        </message>
        <message>
            <source>The walk is drawn here</source>
            <translation>Der Gang wird hier gezeichnet</translation>
        </message>
        <message>
            <source>%s tags walked over</source>
            <translation>über %s Schlagwörter gegangen</translation>
        </message>
        <message>
            <source>the start tags were enough</source>
            <translation>die Schlagwörter am Anfang genügten</translation>
        </message>
        <message>
            <source>{key}: {name}, {distance} away; click adds it, Alt+click rules it out</source>
            <translation>{key}: {name}, {distance} entfernt; Klick fügt es hinzu, Alt+Klick schließt es aus</translation>
        </message>
    </context>
    <context>
        <name>WalkSession</name>
        <message>
            <source>Walk from “%s”</source>
            <translation>Von „%s“ losgehen</translation>
        </message>
        <message>
            <source>Rule out “%s”</source>
            <translation>„%s“ ausschließen</translation>
        </message>
        <message>
            <source>Take “%s” away</source>
            <translation>„%s“ wegnehmen</translation>
        </message>
        <message>
            <source>Change the text of the walk</source>
            <translation>Den Text des Gangs ändern</translation>
        </message>
        <message>
            <source>Change how tags are linked</source>
            <translation>Ändern, wie Schlagwörter verbunden sind</translation>
        </message>
        <message>
            <source>Weigh graph against text</source>
            <translation>Graph gegen Text gewichten</translation>
        </message>
    </context>
    <context>
        <name>WalkSide</name>
        <message>
            <source>Why it was found</source>
            <translation>Warum es gefunden wurde</translation>
        </message>
        <message>
            <source>Go on with (Alt+click rules out)</source>
            <translation>Weiter mit (Alt+Klick schließt aus)</translation>
        </message>
        <message>
            <source>{key}, linked by {strength} %: click adds it, Alt+click rules it out</source>
            <translation>{key}, verbunden zu {strength} %: Klick fügt es hinzu, Alt+Klick schließt es aus</translation>
        </message>
    </context>
    <context>
        <name>WallArranging</name>
        <message>
            <source>A first, coarse arrangement; the final one is being made.</source>
            <translation>Eine erste, grobe Anordnung; an der endgültigen wird gearbeitet.</translation>
        </message>
        <message>
            <source>No item passes the filters.</source>
            <translation>Kein Eintrag passiert die Filter.</translation>
        </message>
        <message>
            <source>Shuffle the wall</source>
            <translation>Die Wand mischen</translation>
        </message>
        <message>
            <source>Surprise me</source>
            <translation>Überrasch mich</translation>
        </message>
        <message>
            <source>More like this on the wall</source>
            <translation>Mehr davon auf der Wand</translation>
        </message>
        <message>
            <source>Fly to any item that passes the filters</source>
            <translation>Zu irgendeinem Eintrag fliegen, der die Filter passiert</translation>
        </message>
        <message>
            <source>Arrange the wall around the current item, the most alike nearest</source>
            <translation>Die Wand um den aktuellen Eintrag ordnen, das Ähnlichste am nächsten</translation>
        </message>
    </context>
    <context>
        <name>WallBar</name>
        <message>
            <source>Previous match (Shift+F3)</source>
            <translation>Vorige Stelle (Umschalt+F3)</translation>
        </message>
        <message>
            <source>Next match (F3)</source>
            <translation>Nächste Stelle (F3)</translation>
        </message>
        <message>
            <source>Light up only what has a value (Ctrl+5)</source>
            <translation>Nur aufleuchten lassen, was einen Wert hat (Strg+5)</translation>
        </message>
        <message>
            <source>Cell shape, pictures and kinds of items</source>
            <translation>Form der Zellen, Bilder und Arten von Einträgen</translation>
        </message>
        <message>
            <source>Cells</source>
            <translation>Zellen</translation>
        </message>
        <message>
            <source>As most pictures are</source>
            <translation>Wie die meisten Bilder</translation>
        </message>
        <message>
            <source>Poster, 2:3</source>
            <translation>Plakat, 2:3</translation>
        </message>
        <message>
            <source>Square</source>
            <translation>Quadrat</translation>
        </message>
        <message>
            <source>Photo, 3:2</source>
            <translation>Foto, 3:2</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Fill the cell</source>
            <translation>Zelle füllen</translation>
        </message>
        <message>
            <source>Show all of the picture</source>
            <translation>Ganzes Bild zeigen</translation>
        </message>
        <message>
            <source>Random</source>
            <translation>Zufall</translation>
        </message>
        <message>
            <source>Clusters</source>
            <translation>Gruppen</translation>
        </message>
        <message>
            <source>Loose clusters</source>
            <translation>Lockere Gruppen</translation>
        </message>
        <message>
            <source>Time line</source>
            <translation>Zeitlinie</translation>
        </message>
        <message>
            <source>By year</source>
            <translation>Nach Jahr</translation>
        </message>
        <message>
            <source>By name</source>
            <translation>Nach Name</translation>
        </message>
        <message>
            <source>By popularity</source>
            <translation>Nach Beliebtheit</translation>
        </message>
        <message>
            <source>By a number</source>
            <translation>Nach einer Zahl</translation>
        </message>
        <message>
            <source>By colour</source>
            <translation>Nach Farbe</translation>
        </message>
        <message>
            <source>By similarity</source>
            <translation>Nach Ähnlichkeit</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>Karte</translation>
        </message>
        <message>
            <source>More like this</source>
            <translation>Mehr davon</translation>
        </message>
        <message>
            <source>Results first</source>
            <translation>Ergebnisse zuerst</translation>
        </message>
        <message>
            <source>Arrangement</source>
            <translation>Anordnung</translation>
        </message>
        <message>
            <source>How the wall is arranged</source>
            <translation>Wie die Wand angeordnet ist</translation>
        </message>
        <message>
            <source>Compare by</source>
            <translation>Vergleichen nach</translation>
        </message>
        <message>
            <source>What items are compared by</source>
            <translation>Wonach Einträge verglichen werden</translation>
        </message>
        <message>
            <source>Looseness of the clusters</source>
            <translation>Lockerheit der Gruppen</translation>
        </message>
        <message>
            <source>Left: firm clusters. Right: nearly random.</source>
            <translation>Links: feste Gruppen. Rechts: fast zufällig.</translation>
        </message>
        <message>
            <source>Shuffle</source>
            <translation>Mischen</translation>
        </message>
        <message>
            <source>Deal the pictures anew</source>
            <translation>Die Bilder neu austeilen</translation>
        </message>
        <message>
            <source>Find on the wall</source>
            <translation>Auf der Wand finden</translation>
        </message>
        <message>
            <source>Titles, facets and texts. Matches light up; F3 steps through them.</source>
            <translation>Titel, Merkmale und Texte. Treffer leuchten auf; F3 geht sie durch.</translation>
        </message>
        <message>
            <source>Number of matches</source>
            <translation>Zahl der Stellen</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>Fotos</translation>
        </message>
        <message>
            <source>Films</source>
            <translation>Filme</translation>
        </message>
        <message>
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
        <message>
            <source>Shots of videos</source>
            <translation>Szenen von Videos</translation>
        </message>
        <message>
            <source>Lifelog</source>
            <translation>Lebenstagebuch</translation>
        </message>
        <message>
            <source>Best comparison</source>
            <translation>Bester Vergleich</translation>
        </message>
        <message>
            <source>By their texts</source>
            <translation>Nach ihren Texten</translation>
        </message>
        <message>
            <source>By colours and layout</source>
            <translation>Nach Farben und Aufbau</translation>
        </message>
        <message>
            <source>By concepts</source>
            <translation>Nach Begriffen</translation>
        </message>
        <message>
            <source>By %1</source>
            <translation>Nach %1</translation>
        </message>
    </context>
    <context>
        <name>WallKeeping</name>
        <message>
            <source>OpenGL cannot be used here (%1): the processor draws the wall.</source>
            <translation>OpenGL ist hier nicht zu gebrauchen (%1): Der Prozessor zeichnet die Wand.</translation>
        </message>
        <message>
            <source>%1 Another window that may write to the library can make them.</source>
            <translation>%1 Ein anderes Fenster, das in die Bibliothek schreiben darf, kann sie machen.</translation>
        </message>
        <message>
            <source>%1 They are being made again from your media.</source>
            <translation>%1 Sie werden aus Ihren Medien neu gemacht.</translation>
        </message>
        <message>
            <source>Making thumbnails again</source>
            <translation>Vorschaubilder werden neu gemacht</translation>
        </message>
    </context>
    <context>
        <name>WallLights</name>
        <message>
            <source>nothing matches</source>
            <translation>nichts passt</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>1 match</source>
            <translation>1 Stelle</translation>
        </message>
        <message>
            <source>%1 matches</source>
            <translation>%1 Stellen</translation>
        </message>
        <message>
            <source>Nothing matches: clear all</source>
            <translation>Nichts passt: alles löschen</translation>
        </message>
        <message>
            <source>Results: “%1”</source>
            <translation>Ergebnisse: „%1“</translation>
        </message>
        <message>
            <source>Put results first</source>
            <translation>Ergebnisse nach vorn</translation>
        </message>
    </context>
    <context>
        <name>WallModel</name>
        <message>
            <source>Arranging the wall</source>
            <translation>Die Wand wird angeordnet</translation>
        </message>
    </context>
    <context>
        <name>WallPanel</name>
        <message>
            <source>Filters (Ctrl+5) and a search light up what matches</source>
            <translation>Filter (Strg+5) und eine Suche lassen aufleuchten, was passt</translation>
        </message>
        <message>
            <source>Wall</source>
            <translation>Wand</translation>
        </message>
        <message>
            <source>Nothing of this kind</source>
            <translation>Nichts von dieser Art</translation>
        </message>
        <message>
            <source>The library has items, but none of the kinds that are switched on.</source>
            <translation>Die Bibliothek hat Einträge, aber keine der eingeschalteten Arten.</translation>
        </message>
        <message>
            <source>Show all kinds</source>
            <translation>Alle Arten zeigen</translation>
        </message>
        <message>
            <source>The wall is empty</source>
            <translation>Die Wand ist leer</translation>
        </message>
        <message>
            <source>Import photos, videos or a film list, or drop a folder here.</source>
            <translation>Importieren Sie Fotos, Videos oder eine Filmliste, oder ziehen Sie einen Ordner hierher.</translation>
        </message>
        <message>
            <source>This item is not on the wall: its kind is hidden.</source>
            <translation>Dieser Eintrag ist nicht auf der Wand: seine Art ist ausgeblendet.</translation>
        </message>
        <message>
            <source>The choice holds until the program ends: %1</source>
            <translation>Die Wahl gilt bis zum Ende des Programms: %1</translation>
        </message>
        <message>
            <source>Find on the wall</source>
            <translation>Auf der Wand finden</translation>
        </message>
        <message>
            <source>Show the whole wall</source>
            <translation>Die ganze Wand zeigen</translation>
        </message>
        <message>
            <source>Show on the wall</source>
            <translation>Auf der Wand zeigen</translation>
        </message>
        <message>
            <source>Bring the current item into view on the wall</source>
            <translation>Den aktuellen Eintrag auf der Wand ins Bild holen</translation>
        </message>
    </context>
    <context>
        <name>WallSelecting</name>
        <message>
            <source>Select all of “%1”	K</source>
            <translation>Alles in „%1“ wählen	K</translation>
        </message>
        <message>
            <source>Select all	Ctrl+A</source>
            <translation>Alles wählen	Strg+A</translation>
        </message>
        <message>
            <source>Select all that pass the filters	Ctrl+A</source>
            <translation>Alles wählen, was die Filter passiert	Strg+A</translation>
        </message>
        <message>
            <source>Invert the selection	Ctrl+Shift+I</source>
            <translation>Die Auswahl umkehren	Strg+Umschalt+I</translation>
        </message>
        <message>
            <source>Select nothing	Ctrl+Shift+A</source>
            <translation>Nichts wählen	Strg+Umschalt+A</translation>
        </message>
    </context>
    <context>
        <name>WallStudy</name>
        <message>
            <source>Random</source>
            <translation>Zufall</translation>
        </message>
        <message>
            <source>Clusters</source>
            <translation>Gruppen</translation>
        </message>
        <message>
            <source>Loose clusters</source>
            <translation>Lockere Gruppen</translation>
        </message>
        <message>
            <source>not at all</source>
            <translation>gar nicht</translation>
        </message>
        <message>
            <source>very much</source>
            <translation>sehr</translation>
        </message>
        <message>
            <source>Items looked at</source>
            <translation>Angesehene Einträge</translation>
        </message>
        <message>
            <source>Items on the watchlist</source>
            <translation>Einträge auf der Merkliste</translation>
        </message>
        <message>
            <source>Looking around on this wall held my attention.</source>
            <translation>Mich auf dieser Wand umzusehen hat mich gefesselt.</translation>
        </message>
        <message>
            <source>I enjoyed looking around on it.</source>
            <translation>Ich habe mich gern auf ihr umgesehen.</translation>
        </message>
        <message>
            <source>It made me curious to look further.</source>
            <translation>Sie machte mich neugierig, weiterzuschauen.</translation>
        </message>
        <message>
            <source>It was easy to get to what I wanted to see.</source>
            <translation>Es war leicht, zu dem zu kommen, was ich sehen wollte.</translation>
        </message>
        <message>
            <source>There was too much to see at once.</source>
            <translation>Es gab zu viel auf einmal zu sehen.</translation>
        </message>
        <message>
            <source>I came across things that I would like to see.</source>
            <translation>Ich stieß auf Dinge, die ich gern sehen würde.</translation>
        </message>
        <message>
            <source>I came across good things that I had not known.</source>
            <translation>Ich stieß auf Gutes, das ich nicht kannte.</translation>
        </message>
        <message>
            <source>I would use such a wall again to choose something.</source>
            <translation>Ich würde eine solche Wand wieder benutzen, um etwas auszusuchen.</translation>
        </message>
        <message>
            <source>I always knew how to zoom and where I was.</source>
            <translation>Ich wusste immer, wie ich zoome und wo ich bin.</translation>
        </message>
    </context>
    <context>
        <name>WallUndo</name>
        <message>
            <source>Arrange: %s</source>
            <translation>Anordnen: %s</translation>
        </message>
        <message>
            <source>Kinds of items on the wall</source>
            <translation>Arten von Einträgen auf der Wand</translation>
        </message>
        <message>
            <source>Look of the cells</source>
            <translation>Aussehen der Zellen</translation>
        </message>
        <message>
            <source>Find “%s”</source>
            <translation>„%s“ finden</translation>
        </message>
        <message>
            <source>Find nothing</source>
            <translation>Nichts finden</translation>
        </message>
    </context>
    <context>
        <name>WallView</name>
        <message>
            <source>Media wall</source>
            <translation>Medienwand</translation>
        </message>
        <message>
            <source>Arrow keys move from picture to picture, plus and minus zoom, Enter looks closer.</source>
            <translation>Pfeiltasten gehen von Bild zu Bild, Plus und Minus zoomen, Eingabe sieht näher hin.</translation>
        </message>
    </context>
    <context>
        <name>WatchlistPanel</name>
        <message>
            <source>Watchlist</source>
            <translation>Merkliste</translation>
        </message>
        <message>
            <source>Which watchlist is shown</source>
            <translation>Welche Merkliste gezeigt wird</translation>
        </message>
        <message>
            <source>Items of the watchlist</source>
            <translation>Einträge der Merkliste</translation>
        </message>
        <message>
            <source>Length of the watchlist</source>
            <translation>Länge der Merkliste</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) for “{name}” (Ctrl+Z takes back)</source>
            <translation>
                <numerusform>%n Eintrag für „{name}“ (Strg+Z nimmt es zurück)</numerusform>
                <numerusform>%n Einträge für „{name}“ (Strg+Z nimmt es zurück)</numerusform>
            </translation>
        </message>
        <message>
            <source>Order “{name}”</source>
            <translation>„{name}“ ordnen</translation>
        </message>
        <message>
            <source>Add to “{name}”</source>
            <translation>Auf „{name}“ setzen</translation>
        </message>
        <message>
            <source>New watchlist</source>
            <translation>Neue Merkliste</translation>
        </message>
        <message>
            <source>Name:</source>
            <translation>Name:</translation>
        </message>
        <message>
            <source>Make “%s”</source>
            <translation>„%s“ anlegen</translation>
        </message>
        <message>
            <source>Example</source>
            <translation>Beispiel</translation>
        </message>
        <message>
            <source>Rename watchlist</source>
            <translation>Merkliste umbenennen</translation>
        </message>
        <message>
            <source>Rename “%s”</source>
            <translation>„%s“ umbenennen</translation>
        </message>
        <message>
            <source>Delete “%s”</source>
            <translation>„%s“ löschen</translation>
        </message>
        <message>
            <source>Add to the watchlist on show</source>
            <translation>Auf die gezeigte Merkliste setzen</translation>
        </message>
        <message>
            <source>Put the selected items at the end of the watchlist on show</source>
            <translation>Die gewählten Einträge ans Ende der gezeigten Merkliste setzen</translation>
        </message>
        <message>
            <source>Rename this watchlist</source>
            <translation>Diese Merkliste umbenennen</translation>
        </message>
        <message>
            <source>Delete this watchlist (Ctrl+Z brings it back)</source>
            <translation>Diese Merkliste löschen (Strg+Z holt sie zurück)</translation>
        </message>
        <message>
            <source>Make this watchlist the result list of all panels</source>
            <translation>Diese Merkliste zur Trefferliste aller Ansichten machen</translation>
        </message>
        <message>
            <source>No watchlist yet</source>
            <translation>Noch keine Merkliste</translation>
        </message>
        <message>
            <source>One item</source>
            <translation>Ein Eintrag</translation>
        </message>
        <message>
            <source>No watchlist</source>
            <translation>Keine Merkliste</translation>
        </message>
        <message>
            <source>“%s” is empty</source>
            <translation>„%s“ ist leer</translation>
        </message>
        <message>
            <source>Select what you want to see later and press %s, or choose “Add to watchlist …” in its menu. Drag the rows into your order.</source>
            <translation>Wählen Sie, was Sie später sehen möchten, und drücken Sie %s, oder nehmen Sie „Auf Merkliste setzen …“ im Menü. Ziehen Sie die Zeilen in Ihre Reihenfolge.</translation>
        </message>
        <message>
            <source>Make an example</source>
            <translation>Ein Beispiel anlegen</translation>
        </message>
        <message>
            <source>A watchlist of five items; Ctrl+Z takes it back</source>
            <translation>Eine Merkliste mit fünf Einträgen; Strg+Z nimmt sie zurück</translation>
        </message>
        <message>
            <source>%s items</source>
            <translation>%s Einträge</translation>
        </message>
        <message>
            <source>Read-only: %s</source>
            <translation>Nur lesbar: %s</translation>
        </message>
    </context>
    <context>
        <name>WelcomePage</name>
        <message>
            <source>Welcome</source>
            <translation>Willkommen</translation>
        </message>
        <message>
            <source>Recent libraries</source>
            <translation>Zuletzt geöffnete Bibliotheken</translation>
        </message>
        <message>
            <source>Try the demo</source>
            <translation>Die Demo ausprobieren</translation>
        </message>
        <message>
            <source>A small collection of films and scenes, made on this computer in seconds.</source>
            <translation>Eine kleine Sammlung von Filmen und Szenen, in Sekunden auf diesem Rechner gemacht.</translation>
        </message>
        <message>
            <source>New library from a folder …</source>
            <translation>Neue Bibliothek aus einem Ordner …</translation>
        </message>
        <message>
            <source>Choose photos, videos or film lists. Your files stay where they are.</source>
            <translation>Wählen Sie Fotos, Videos oder Filmlisten. Ihre Dateien bleiben, wo sie sind.</translation>
        </message>
        <message>
            <source>Open library …</source>
            <translation>Bibliothek öffnen …</translation>
        </message>
        <message>
            <source>Go on with a library that you made before.</source>
            <translation>Mit einer früher angelegten Bibliothek weitermachen.</translation>
        </message>
        <message>
            <source>Welcome to Kinora</source>
            <translation>Willkommen bei Kinora</translation>
        </message>
        <message>
            <source>See, search and sort large collections of photos, videos and films. Everything happens on this computer.</source>
            <translation>Große Sammlungen von Fotos, Videos und Filmen ansehen, durchsuchen und ordnen. Alles geschieht auf diesem Rechner.</translation>
        </message>
        <message>
            <source>Or drop folders and files anywhere into this window.</source>
            <translation>Oder ziehen Sie Ordner und Dateien irgendwo in dieses Fenster.</translation>
        </message>
        <message>
            <source>Take the five-minute tour</source>
            <translation>Rundgang in fünf Minuten</translation>
        </message>
        <message>
            <source>Opens the demo and leads through it; skip it at any step</source>
            <translation>Öffnet die Demo und führt hindurch; Sie können jederzeit abbrechen</translation>
        </message>
    </context>
    <context>
        <name>WhyStrip</name>
        <message>
            <source>Why this one</source>
            <translation>Warum dieser</translation>
        </message>
        <message>
            <source>Marked pictures that speak for it, then those against it</source>
            <translation>Markierte Bilder, die für ihn sprechen, dann die dagegen</translation>
        </message>
        <message>
            <source>Select a suggestion to see why it is here.</source>
            <translation>Wählen Sie einen Vorschlag, um zu sehen, warum er hier ist.</translation>
        </message>
        <message>
            <source>{what}: place {rank} of {total}</source>
            <translation>{what}: Platz {rank} von {total}</translation>
        </message>
        <message>
            <source>For it, in the order of the pictures: %s</source>
            <translation>Dafür, in der Reihenfolge der Bilder: %s</translation>
        </message>
        <message>
            <source>against it: %s</source>
            <translation>dagegen: %s</translation>
        </message>
    </context>
    <context>
        <name>WindowRow</name>
        <message>
            <source>in this order</source>
            <translation>in dieser Reihenfolge</translation>
        </message>
        <message>
            <source>in any order</source>
            <translation>in beliebiger Reihenfolge</translation>
        </message>
        <message>
            <source>Order of the steps</source>
            <translation>Reihenfolge der Schritte</translation>
        </message>
        <message>
            <source>One after another, or all near to each other in whatever order</source>
            <translation>Einer nach dem anderen, oder alle nahe beieinander in beliebiger Reihenfolge</translation>
        </message>
        <message>
            <source>Length of the window, seconds</source>
            <translation>Länge des Fensters, Sekunden</translation>
        </message>
        <message>
            <source> s</source>
            <translation> s</translation>
        </message>
        <message>
            <source>How the frames of a step count</source>
            <translation>Wie die Bilder eines Schritts zählen</translation>
        </message>
        <message>
            <source>Inside the window: the best frame, or every frame a little</source>
            <translation>Im Fenster: das beste Bild, oder jedes Bild ein wenig</translation>
        </message>
        <message>
            <source>How the steps make one score</source>
            <translation>Wie aus den Schritten eine Wertung wird</translation>
        </message>
        <message>
            <source>Across steps: mean, the weakest one, or their product</source>
            <translation>Über die Schritte: der Mittelwert, der schwächste, oder ihr Produkt</translation>
        </message>
        <message>
            <source>within</source>
            <translation>binnen</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Schritte</translation>
        </message>
    </context>
    <context>
        <name>WordStrip</name>
        <message>
            <source>What stands out of the results</source>
            <translation>Was aus den Ergebnissen herausragt</translation>
        </message>
        <message>
            <source>A click asks for it, too; with Shift only what has it stays in the list.</source>
            <translation>Ein Klick fragt auch danach; mit Umschalt bleibt nur in der Liste, was es hat.</translation>
        </message>
        <message>
            <source>Concepts</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>Merkmale</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>Nothing stands out: no concept or word is more frequent than elsewhere.</source>
            <translation>Nichts ragt heraus: Kein Begriff oder Wort ist häufiger als anderswo.</translation>
        </message>
        <message>
            <source>{kind}: in {count} of {all} hits, {lift} times as often as elsewhere.
Click: ask for it, too. Shift and click: only hits with it.</source>
            <translation>{kind}: in {count} von {all} Treffern, {lift}-mal so oft wie anderswo.
Klick: auch danach fragen. Umschalt und Klick: nur Treffer damit.</translation>
        </message>
        <message>
            <source>Word</source>
            <translation>Wort</translation>
        </message>
    </context>
    <context>
        <name>WordsEditor</name>
        <message>
            <source>Words as they are written or spoken</source>
            <translation>Wörter, wie sie geschrieben oder gesprochen werden</translation>
        </message>
        <message>
            <source>exit, “good morning”</source>
            <translation>Ausgang, „guten Morgen“</translation>
        </message>
        <message>
            <source>Where the words stand</source>
            <translation>Wo die Wörter stehen</translation>
        </message>
        <message>
            <source>in</source>
            <translation>in</translation>
        </message>
    </context>
    <context>
        <name>Workspace</name>
        <message>
            <source>Main area</source>
            <translation>Hauptbereich</translation>
        </message>
        <message>
            <source>Panels of the main area</source>
            <translation>Ansichten des Hauptbereichs</translation>
        </message>
        <message>
            <source>All panels</source>
            <translation>Alle Ansichten</translation>
        </message>
        <message>
            <source>Show “{panel}” and go there</source>
            <translation>„{panel}“ zeigen und dorthin gehen</translation>
        </message>
    </context>
    <context>
        <name>Writer</name>
        <message>
            <source>Export the explanation</source>
            <translation>Die Erklärung exportieren</translation>
        </message>
        <message>
            <source>Export %1</source>
            <translation>%1 exportieren</translation>
        </message>
        <message>
            <source>Wrote “%s”.</source>
            <translation>„%s“ ist geschrieben.</translation>
        </message>
    </context>
    <context>
        <name>ZoomHint</name>
        <message>
            <source>Turn the wheel to zoom  ·  drag to move  ·  double-click to look closer</source>
            <translation>Am Rad drehen, um zu zoomen  ·  ziehen, um zu bewegen  ·  doppelklicken, um näher hinzusehen</translation>
        </message>
        <message>
            <source>Close the hint</source>
            <translation>Hinweis schließen</translation>
        </message>
    </context>
</TS>
