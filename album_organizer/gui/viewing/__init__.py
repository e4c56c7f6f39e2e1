"""Looking at photos: one large, several side by side, a whole group, full screen."""
