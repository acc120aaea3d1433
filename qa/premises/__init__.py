"""What a question takes for granted, compared with what the papers say.

`premise` tells what is not so; the others compare one thing each: `outcomes` what was done with the
matter, `actors` who moved it and which body took it, `figures` sums and days. `evidence` has what
they look at. `confirmed` tells whether what is asked about was done; `matters` finds several
meetings that fit a question.
"""
