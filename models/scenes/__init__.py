"""Scene graphs of images: relations from boxes, completion, and vectors of labels.

After the lifelog retrieval of Nguyen et al. (MMM 2021): the objects of a detector get relations
from a frequency prior and from how their boxes lie (`relations`), pairs without one get an edge
from the rules of visual dependency representations (`geometry`, `complete`), of which those in a
maximum spanning tree stay (`spanning`). `labels` and `predicates` say how near two names are. All
of it is NumPy only.
"""
