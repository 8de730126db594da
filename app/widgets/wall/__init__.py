"""The wall's widgets: the view, its tiles, flights, mini-map and controls."""
