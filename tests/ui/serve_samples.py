"""Ingest the sample papers and serve them: `python tests/ui/serve_samples.py PORT FOLDER`."""

import sys
from pathlib import Path

import uvicorn

from ingest.pipeline import ingest
from qa.backends.sentence_transformers import DEFAULT_MODEL
from qa.bootstrap import load_embedder, open_answerer, open_library
from ui.service import create_app

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "papers"

if __name__ == "__main__":
    port, folder = int(sys.argv[1]), Path(sys.argv[2]) / "library"
    library = open_library(folder, create=True)
    report = ingest([SAMPLES], library, load_embedder(DEFAULT_MODEL))
    library.close()
    if report.failed:
        sys.exit(f"not all samples were read: {report.failed}")
    uvicorn.run(create_app(open_answerer(folder)), host="127.0.0.1", port=port, log_level="warning")
