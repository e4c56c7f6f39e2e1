"""Which photos are shown: criteria, their counts and the controls that set them."""
