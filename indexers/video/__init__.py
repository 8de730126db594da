"""What is asked of whole videos: the best frame of every period, what each video is about.

`time_cache` finds the best frames of periods, `overview` counts concepts of videos.
"""
