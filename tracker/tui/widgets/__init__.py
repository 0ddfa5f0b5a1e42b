"""The pieces that screens are made of; they are given data and never fetch any."""
