"""What is asked of whole videos: the best frame of every period, what each video is about."""
