"""The commands of `townclerk eval`."""
