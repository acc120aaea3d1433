"""Odd but ordinary messages of an invented council, made before they were read rightly."""

from __future__ import annotations

from tests.ingest.readers.odd_files import OddFile, written

OUTLOOK = (
    "From: =?utf-8?q?Isla_Brandreth?= <clerk@harrowmere.example>\r\nTo: Members <m@harrowmere.example>\r\n"
    "Subject: FW: Moorings\r\nDate: Tue, 10 Mar 2026 09:30:00 +0000\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>Harrowmere Town Council. The fee was "
    "settled today at £410 a season.</p><div style='border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Owen "
    "Pask<br><b>Sent:</b> 2 March 2026 10:00<br><b>To:</b> Clerk<br><b>Subject:</b> Moorings</p></div>"
    "<p>I propose a fee of £555 a season.</p></body></html>\r\n"
)
HTML_MAIL = OddFile(
    "moorings.eml",
    written(OUTLOOK),
    has=("settled today at £410 a season",),
    lacks=("£555",),
    day="2026-03-10",
)
REPLIED = (
    "From: Owen Pask <o@harrowmere.example>\nTo: Clerk <clerk@harrowmere.example>\nSubject: Re: Jetty\n"
    "Date: Fri, 20 Feb 2026 17:02:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
    "On Tue, 17 Feb 2026 at 11:15, Isla Brandreth <clerk@harrowmere.example>\nwrote:\n\n"
    "> Will the jetty cost more than the £9,000 that you gave?\n>\n> And when?\n\n"
    "Harrowmere Town Council has accepted the price of £8,150.\n\nOwen\n"
)
PLAIN_MAIL = OddFile(
    "jetty.eml",
    written(REPLIED),
    has=("accepted the price of £8,150",),
    lacks=("£9,000",),
    day="2026-02-20",
)
ODD_MAIL = (HTML_MAIL, PLAIN_MAIL)
