"""What comes in -> what it says: one room a format, and the guarded door to addresses."""
