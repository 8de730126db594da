<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>BatchDialog</name>
        <message numerus="yes">
            <source>%n bodies were written.</source>
            <translation>
                <numerusform>%n bodies were written.</numerusform>
                <numerusform>%n bodies were written.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n drawing(s) failed; the list says why.</source>
            <translation>
                <numerusform>%n drawing failed; the list says why.</numerusform>
                <numerusform>%n drawings failed; the list says why.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CalendarMap</name>
        <message numerus="yes">
            <source>%n photo(s) or video(s)</source>
            <translation>
                <numerusform>%n photo or video</numerusform>
                <numerusform>%n photos or videos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Care</name>
        <message numerus="yes">
            <source>%n new item(s) joined “{name}”.</source>
            <translation>
                <numerusform>%n new item joined “{name}”.</numerusform>
                <numerusform>%n new items joined “{name}”.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Changes</name>
        <message numerus="yes">
            <source>Merge %n place(s)</source>
            <translation>
                <numerusform>Merge %n place</numerusform>
                <numerusform>Merge %n places</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ClockDialog</name>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n item</numerusform>
                <numerusform>%n items</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) move by {shift}.</source>
            <translation>
                <numerusform>%n item move by {shift}.</numerusform>
                <numerusform>%n items move by {shift}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them come(s) to another day.</source>
            <translation>
                <numerusform>%n of them come to another day.</numerusform>
                <numerusform>%n of them comes to another day.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ConceptCard</name>
        <message numerus="yes">
            <source>%n result(s) with this concept</source>
            <translation>
                <numerusform>%n result with this concept</numerusform>
                <numerusform>%n results with this concept</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ConceptMapsView</name>
        <message numerus="yes">
            <source>%n concept(s), the most frequent first</source>
            <translation>
                <numerusform>%n concept, the most frequent first</numerusform>
                <numerusform>%n concepts, the most frequent first</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CondensedView</name>
        <message numerus="yes">
            <source>Zoomed in %n time(s)</source>
            <translation>
                <numerusform>Zoomed in %n time</numerusform>
                <numerusform>Zoomed in %n times</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DayStrip</name>
        <message numerus="yes">
            <source>%n photo(s)</source>
            <translation>
                <numerusform>%n photo</numerusform>
                <numerusform>%n photos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DaysPanel</name>
        <message numerus="yes">
            <source>%n day(s) with something</source>
            <translation>
                <numerusform>%n day with something</numerusform>
                <numerusform>%n days with something</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n place(s)</source>
            <translation>
                <numerusform>%n place</numerusform>
                <numerusform>%n places</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n photo(s)</source>
            <translation>
                <numerusform>%n photo</numerusform>
                <numerusform>%n photos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EvaluationPanel</name>
        <message numerus="yes">
            <source>%n answer(s) not sent</source>
            <translation>
                <numerusform>%n answer not sent</numerusform>
                <numerusform>%n answers not sent</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EvaluationSession</name>
        <message numerus="yes">
            <source>Correct: %n item(s)</source>
            <translation>
                <numerusform>Correct: %n item</numerusform>
                <numerusform>Correct: %n items</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Wrong: %n item(s)</source>
            <translation>
                <numerusform>Wrong: %n item</numerusform>
                <numerusform>Wrong: %n items</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FeatureMapView</name>
        <message numerus="yes">
            <source>%n image(s) of one node</source>
            <translation>
                <numerusform>%n image of one node</numerusform>
                <numerusform>%n images of one node</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FilterCard</name>
        <message numerus="yes">
            <source>%n item(s) would be left</source>
            <translation>
                <numerusform>%n item would be left</numerusform>
                <numerusform>%n items would be left</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FilterRow</name>
        <message numerus="yes">
            <source>Only among %n shown</source>
            <translation>
                <numerusform>Only among %n shown</numerusform>
                <numerusform>Only among %n shown</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Finding</name>
        <message numerus="yes">
            <source>The people in %n picture(s) of this library were not looked at yet.</source>
            <translation>
                <numerusform>The people in %n picture of this library were not looked at yet.</numerusform>
                <numerusform>The people in %n pictures of this library were not looked at yet.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ImageMap</name>
        <message numerus="yes">
            <source>%n image(s)</source>
            <translation>
                <numerusform>%n image</numerusform>
                <numerusform>%n images</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>stands for %n image(s)</source>
            <translation>
                <numerusform>stands for %n image</numerusform>
                <numerusform>stands for %n images</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>JobRow</name>
        <message numerus="yes">
            <source>%n item(s) added</source>
            <translation>
                <numerusform>%n item added</numerusform>
                <numerusform>%n items added</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n updated</source>
            <translation>
                <numerusform>%n updated</numerusform>
                <numerusform>%n updated</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unchanged</source>
            <translation>
                <numerusform>%n unchanged</numerusform>
                <numerusform>%n unchanged</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n missing</source>
            <translation>
                <numerusform>%n missing</numerusform>
                <numerusform>%n missing</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n measurement(s)</source>
            <translation>
                <numerusform>%n measurement</numerusform>
                <numerusform>%n measurements</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n position(s)</source>
            <translation>
                <numerusform>%n position</numerusform>
                <numerusform>%n positions</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n skipped file(s)</source>
            <translation>
                <numerusform>%n skipped file</numerusform>
                <numerusform>%n skipped files</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LayersPage</name>
        <message numerus="yes">
            <source>%n stroke(s)</source>
            <translation>
                <numerusform>%n stroke</numerusform>
                <numerusform>%n strokes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Libraries</name>
        <message numerus="yes">
            <source>%n source(s)</source>
            <translation>
                <numerusform>%n source</numerusform>
                <numerusform>%n sources</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s) found.</source>
            <translation>
                <numerusform>%n problem found.</numerusform>
                <numerusform>%n problems found.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message numerus="yes">
            <source>Import finished: %n item(s) added.</source>
            <translation>
                <numerusform>Import finished: %n item added.</numerusform>
                <numerusform>Import finished: %n items added.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) skipped.</source>
            <translation>
                <numerusform>%n file skipped.</numerusform>
                <numerusform>%n files skipped.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MovePage</name>
        <message numerus="yes">
            <source>%n row(s) belong to others and stay where they are.</source>
            <translation>
                <numerusform>%n row belong to others and stay where they are.</numerusform>
                <numerusform>%n rows belong to others and stay where they are.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NoticeBar</name>
        <message numerus="yes">
            <source>%n time(s)</source>
            <translation>
                <numerusform>%n time</numerusform>
                <numerusform>%n times</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NoticeStack</name>
        <message numerus="yes">
            <source>and %n more …</source>
            <translation>
                <numerusform>and %n more …</numerusform>
                <numerusform>and %n more …</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Outcome</name>
        <message numerus="yes">
            <source>%n hit(s)</source>
            <translation>
                <numerusform>%n hit</numerusform>
                <numerusform>%n hits</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n scene(s)</source>
            <translation>
                <numerusform>%n scene</numerusform>
                <numerusform>%n scenes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PartChip</name>
        <message numerus="yes">
            <source>%n item(s) match</source>
            <translation>
                <numerusform>%n item match</numerusform>
                <numerusform>%n items match</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Projects</name>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>%n more</numerusform>
                <numerusform>%n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Recording</name>
        <message numerus="yes">
            <source>“{name}” holds %n event(s).</source>
            <translation>
                <numerusform>“{name}” holds %n event.</numerusform>
                <numerusform>“{name}” holds %n events.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ReplayDialog</name>
        <message numerus="yes">
            <source>%n other list(s) cannot be asked for again.</source>
            <translation>
                <numerusform>%n other list cannot be asked for again.</numerusform>
                <numerusform>%n other lists cannot be asked for again.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SelectButton</name>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>%n selected</numerusform>
                <numerusform>%n selected</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SharedLibrary</name>
        <message numerus="yes">
            <source>It holds %n item(s) now.</source>
            <translation>
                <numerusform>It holds %n item now.</numerusform>
                <numerusform>It holds %n items now.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n as relevant</source>
            <translation>
                <numerusform>%n as relevant</numerusform>
                <numerusform>%n as relevant</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n as not relevant</source>
            <translation>
                <numerusform>%n as not relevant</numerusform>
                <numerusform>%n as not relevant</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n without a mark</source>
            <translation>
                <numerusform>%n without a mark</numerusform>
                <numerusform>%n without a mark</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SpaceView</name>
        <message numerus="yes">
            <source>%n image(s)</source>
            <translation>
                <numerusform>%n image</numerusform>
                <numerusform>%n images</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>A way of %n picture(s)</source>
            <translation>
                <numerusform>A way of %n picture</numerusform>
                <numerusform>A way of %n pictures</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n item</numerusform>
                <numerusform>%n items</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new message(s)</source>
            <translation>
                <numerusform>%n new message</numerusform>
                <numerusform>%n new messages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>%n selected</numerusform>
                <numerusform>%n selected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n result(s)</source>
            <translation>
                <numerusform>%n result</numerusform>
                <numerusform>%n results</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SubmitBar</name>
        <message numerus="yes">
            <source>%n item(s) selected</source>
            <translation>
                <numerusform>%n item selected</numerusform>
                <numerusform>%n items selected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Submit %n item(s)</source>
            <translation>
                <numerusform>Submit %n item</numerusform>
                <numerusform>Submit %n items</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>WatchlistPanel</name>
        <message numerus="yes">
            <source>%n item(s) for “{name}” (Ctrl+Z takes back)</source>
            <translation>
                <numerusform>%n item for “{name}” (Ctrl+Z takes back)</numerusform>
                <numerusform>%n items for “{name}” (Ctrl+Z takes back)</numerusform>
            </translation>
        </message>
    </context>
</TS>
