"""The window. The only package that imports Qt; everything it shows is made by the layers below."""
