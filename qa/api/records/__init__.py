"""What the record of meetings holds, over HTTP: the objects (`schemas`), and the routes."""
