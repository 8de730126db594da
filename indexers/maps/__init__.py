"""Maps of very many images: what stands for many, the image graph, feature maps, and space.

Everything works on the coordinates of a `MapSpace`: vectors of one encoder along their strongest
principal axes, in one byte each. Arrays in, arrays out; no catalogue.
"""
