"""Charts as data first, markup second: describe a figure once, draw it as SVG, table or Plotly."""
