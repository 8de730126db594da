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
        <name>Care</name>
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
        <name>Chip</name>
        <message>
            <source>%s: remove with the cross or Delete</source>
            <translation>%s: mit dem Kreuz oder Entf entfernen</translation>
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
    </context>
    <context>
        <name>DetailsPanel</name>
        <message>
            <source>Click to open it large</source>
            <translation>Klicken, um es groß zu öffnen</translation>
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
        <name>DockTitle</name>
        <message>
            <source>Hide “{panel}”</source>
            <translation>„{panel}“ verbergen</translation>
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
        <name>FacetsSection</name>
        <message>
            <source>Facets</source>
            <translation>Merkmale</translation>
        </message>
        <message>
            <source>{key}: {value} ({source}). Click: filter; Ctrl+click: search</source>
            <translation>{key}: {value} ({source}). Klick: filtern; Strg+Klick: suchen</translation>
        </message>
        <message>
            <source>%s more …</source>
            <translation>%s weitere …</translation>
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
            <source>Rounds, marks and time</source>
            <translation>Runden, Marken und Zeit</translation>
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
            <source>Suggestions of round %s</source>
            <translation>Vorschläge der Runde %s</translation>
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
            <source>Round {round} · {marks} marked · {ms:.0f} ms · by {encoder}</source>
            <translation>Runde {round} · {marks} markiert · {ms:.0f} ms · mit {encoder}</translation>
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
            <translation>Markieren Sie zu Beginn ein Bild</translation>
        </message>
        <message>
            <source>Say what fits (+) and what does not (−), here, on the wall (Ctrl+Up, Ctrl+Down) or in any list. Kinora then suggests what to look at next.</source>
            <translation>Sagen Sie, was passt (+) und was nicht (−): hier, auf der Wand (Strg+Auf, Strg+Ab) oder in einer Liste. Kinora schlägt dann vor, was Sie als Nächstes ansehen sollten.</translation>
        </message>
        <message>
            <source>Show random pictures</source>
            <translation>Zufällige Bilder zeigen</translation>
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
            <source>Random</source>
            <translation>Zufall</translation>
        </message>
        <message>
            <source>Show random pictures (R)</source>
            <translation>Zufällige Bilder zeigen (R)</translation>
        </message>
        <message>
            <source>Start over</source>
            <translation>Von vorn</translation>
        </message>
        <message>
            <source>Take all marks away (Ctrl+Z brings them back)</source>
            <translation>Alle Marken entfernen (Strg+Z bringt sie zurück)</translation>
        </message>
        <message>
            <source>Show on wall</source>
            <translation>Auf der Wand zeigen</translation>
        </message>
        <message>
            <source>Make these suggestions the list of all panels</source>
            <translation>Diese Vorschläge zur Liste aller Bereiche machen</translation>
        </message>
        <message>
            <source>Mark as relevant</source>
            <translation>Als passend markieren</translation>
        </message>
        <message>
            <source>Mark as not relevant</source>
            <translation>Als unpassend markieren</translation>
        </message>
        <message>
            <source>Take the mark away</source>
            <translation>Marke entfernen</translation>
        </message>
        <message>
            <source>Feedback for the selected items</source>
            <translation>Rückmeldung zu den gewählten Einträgen</translation>
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
        <name>FilterNames</name>
        <message>
            <source>%s: any</source>
            <translation>%s: beliebig</translation>
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
            <source>Add a folder or files, or drop them into the list.</source>
            <translation>Fügen Sie einen Ordner oder Dateien hinzu, oder ziehen Sie sie in die Liste.</translation>
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
        <name>Labeller</name>
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
            <source>one item</source>
            <translation>ein Eintrag</translation>
        </message>
        <message>
            <source>%s items</source>
            <translation>%s Einträge</translation>
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
        <name>MiniMap</name>
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
            <source>Nothing here is needed: without weights, items are found by names, dates, places, titles, plots, tags, colours and texts, and likeness goes by colour and shape. Nothing is downloaded unless you say so.</source>
            <translation>Nichts davon ist nötig: Ohne Gewichte werden Einträge über Namen, Daten, Orte, Titel, Handlungen, Schlagwörter, Farben und Texte gefunden, und Ähnlichkeit richtet sich nach Farbe und Form. Heruntergeladen wird nur, was Sie verlangen.</translation>
        </message>
        <message>
            <source>What networks add</source>
            <translation>Was Netze hinzufügen</translation>
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
            <source>NanoDet object detector (COCO)</source>
            <translation>Objekterkennung NanoDet (COCO)</translation>
        </message>
        <message>
            <source>RapidOCR (PP-OCR)</source>
            <translation>RapidOCR (PP-OCR)</translation>
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
        <message>
            <source>Analyse now</source>
            <translation>Jetzt analysieren</translation>
        </message>
    </context>
    <context>
        <name>NoticeBar</name>
        <message>
            <source>Close this message</source>
            <translation>Diese Meldung schließen</translation>
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
            <source>Mark as relevant (Ctrl+Up)</source>
            <translation>Als passend markieren (Strg+Auf)</translation>
        </message>
        <message>
            <source>− not relevant</source>
            <translation>− passt nicht</translation>
        </message>
        <message>
            <source>Mark as not relevant (Ctrl+Down)</source>
            <translation>Als unpassend markieren (Strg+Ab)</translation>
        </message>
        <message>
            <source>Type a name and press Enter to add it</source>
            <translation>Namen eintippen und mit Eingabe hinzufügen</translation>
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
        <name>QueryBar</name>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>Words, or drop a picture</source>
            <translation>Wörter, oder ein Bild hierher ziehen</translation>
        </message>
        <message>
            <source>Words, “phrases”, -not this; Enter searches (Ctrl+F comes here)</source>
            <translation>Wörter, „Wortgruppen“, -ohne dies; Eingabe sucht (Strg+F kommt hierher)</translation>
        </message>
        <message>
            <source>Search (Enter)</source>
            <translation>Suchen (Eingabe)</translation>
        </message>
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
            <source>How to search</source>
            <translation>Wie gesucht wird</translation>
        </message>
        <message>
            <source>+ then …</source>
            <translation>+ dann …</translation>
        </message>
        <message>
            <source>Ask for something that follows in time</source>
            <translation>Nach etwas fragen, das zeitlich folgt</translation>
        </message>
        <message>
            <source>words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Weight of words against pictures</source>
            <translation>Gewicht der Wörter gegen die Bilder</translation>
        </message>
        <message>
            <source>Left: words and concepts count; right: how pictures look</source>
            <translation>Links: Wörter und Begriffe zählen; rechts: das Aussehen der Bilder</translation>
        </message>
        <message>
            <source>like %s</source>
            <translation>wie %s</translation>
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
        <name>ResultView</name>
        <message>
            <source>Number of hits</source>
            <translation>Zahl der Treffer</translation>
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
            <source>Add models …</source>
            <translation>Modelle hinzufügen …</translation>
        </message>
        <message>
            <source>What better weights add, and where to get them</source>
            <translation>Was bessere Gewichte bringen und woher sie kommen</translation>
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
            <source>Size of pictures</source>
            <translation>Größe der Bilder</translation>
        </message>
        <message>
            <source>Size of pictures (Ctrl+wheel)</source>
            <translation>Größe der Bilder (Strg+Rad)</translation>
        </message>
        <message>
            <source>List: show why each hit was found</source>
            <translation>Liste: zeigen, warum jeder Treffer gefunden wurde</translation>
        </message>
        <message>
            <source>score</source>
            <translation>Wertung</translation>
        </message>
        <message>
            <source>size</source>
            <translation>Größe</translation>
        </message>
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
            <source>What are you looking for?</source>
            <translation>Was suchen Sie?</translation>
        </message>
        <message>
            <source>Type words above, or drop or paste a picture. For example:</source>
            <translation>Tippen Sie oben Wörter ein, oder ziehen oder fügen Sie ein Bild ein. Zum Beispiel:</translation>
        </message>
        <message>
            <source>Type words above, or drop or paste a picture.</source>
            <translation>Tippen Sie oben Wörter ein, oder ziehen oder fügen Sie ein Bild ein.</translation>
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
            <source>Without %s</source>
            <translation>Ohne %s</translation>
        </message>
        <message>
            <source>Drop this filter</source>
            <translation>Diesen Filter weglassen</translation>
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
            <source>score ≥ %s</source>
            <translation>Wertung ≥ %s</translation>
        </message>
    </context>
    <context>
        <name>SearchPanel</name>
        <message>
            <source>Filters</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>This picture is on the network. Save it, then drop the file here.</source>
            <translation>Dieses Bild liegt im Netz. Speichern Sie es und ziehen Sie dann die Datei hierher.</translation>
        </message>
        <message>
            <source>Search by this item</source>
            <translation>Mit diesem Eintrag suchen</translation>
        </message>
        <message>
            <source>Go to the search box</source>
            <translation>Zum Suchfeld gehen</translation>
        </message>
        <message>
            <source>Find what looks like the selected item</source>
            <translation>Finden, was dem gewählten Eintrag ähnlich sieht</translation>
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
            <source>Cell shape</source>
            <translation>Form der Zellen</translation>
        </message>
        <message>
            <source>2:3, 1:1 or 3:2.</source>
            <translation>2:3, 1:1 oder 3:2.</translation>
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
            <source>Tile memory</source>
            <translation>Kachelspeicher</translation>
        </message>
        <message>
            <source>Memory for drawn tiles, in MB.</source>
            <translation>Speicher für gezeichnete Kacheln, in MB.</translation>
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
        <name>SourceList</name>
        <message>
            <source>Folders and files to import</source>
            <translation>Ordner und Dateien zum Importieren</translation>
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
        <name>StepRow</name>
        <message>
            <source>What follows</source>
            <translation>Was folgt</translation>
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
            <source> s</source>
            <translation> s</translation>
        </message>
        <message>
            <source>It must follow within this time</source>
            <translation>Es muss innerhalb dieser Zeit folgen</translation>
        </message>
        <message>
            <source>Remove this step</source>
            <translation>Diesen Schritt entfernen</translation>
        </message>
        <message>
            <source>then</source>
            <translation>dann</translation>
        </message>
        <message>
            <source>within</source>
            <translation>binnen</translation>
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
        <name>ThumbnailGrid</name>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
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
            <source>Light up only what has a value</source>
            <translation>Nur hervorheben, was einen Wert hat</translation>
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
            <source>By colour</source>
            <translation>Nach Farbe</translation>
        </message>
        <message>
            <source>By similarity</source>
            <translation>Nach Ähnlichkeit</translation>
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
            <source>Cluster by</source>
            <translation>Gruppieren nach</translation>
        </message>
        <message>
            <source>What the clusters are made by</source>
            <translation>Wonach gruppiert wird</translation>
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
        <message>
            <source>Reading …</source>
            <translation>Wird gelesen …</translation>
        </message>
    </context>
    <context>
        <name>WallPanel</name>
        <message>
            <source>Wall</source>
            <translation>Wand</translation>
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
            <source>Shuffle the wall</source>
            <translation>Die Wand mischen</translation>
        </message>
        <message>
            <source>Show on the wall</source>
            <translation>Auf der Wand zeigen</translation>
        </message>
        <message>
            <source>Bring the current item into view on the wall</source>
            <translation>Den aktuellen Eintrag auf der Wand ins Bild holen</translation>
        </message>
        <message>
            <source>How the wall is arranged</source>
            <translation>Wie die Wand angeordnet ist</translation>
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
            <source>The panel “{name}” cannot be shown: {error}</source>
            <translation>Die Ansicht „{name}“ kann nicht gezeigt werden: {error}</translation>
        </message>
        <message>
            <source>Show “{panel}” and go there</source>
            <translation>„{panel}“ zeigen und dorthin gehen</translation>
        </message>
        <message>
            <source>Panels of this side</source>
            <translation>Ansichten dieser Seite</translation>
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
