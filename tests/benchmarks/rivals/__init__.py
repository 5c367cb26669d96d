"""What a newsroom would otherwise take, beside this program, in one browser and one run."""
