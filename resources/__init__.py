"""Icons, style sheets, model cards, translations and the data that Kinora itself ships."""
