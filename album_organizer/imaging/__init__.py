"""From files to pictures: finding, decoding, describing and shrinking photos."""
