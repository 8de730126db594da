"""What a life was made of: stays, places, trips, events; from positions, photos and their looks.

Pure functions on arrays: times are seconds since 1970 in UTC (int64), ascending; positions are
degrees. Nothing here knows a catalogue.
"""
