"""How strongly each criterion counts: sliders that propose the album anew while they move."""
