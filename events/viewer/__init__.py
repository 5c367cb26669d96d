"""One small browser viewer (JavaScript and CSS) that draws the figures with Plotly.js and links them."""
