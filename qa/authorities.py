"""The places that the principal councils of the United Kingdom are named after.

A question about what another council does, spends or charges is answered from that council's
papers, or from a sentence that names it, and never from our own figure. The names are those in
use since 2000, abolished councils included, since papers are old; ranks ("City Council") are
left out. County and district may share a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_NAMES = """
Adur; Allerdale; Amber Valley; Arun; Ashfield; Ashford; Aylesbury Vale; Babergh; Barking and
Dagenham; Barnet; Barnsley; Barrow-in-Furness; Basildon; Basingstoke and Deane; Bassetlaw; Bath
and North East Somerset; Bedford; Bedfordshire; Berkshire; Bexley; Birmingham; Blaby; Blackburn
with Darwen; Blackpool; Bolsover; Bolton; Boston; Bournemouth; Bracknell Forest; Bradford;
Braintree; Breckland; Brent; Brentwood; Brighton and Hove; Bristol; Broadland; Bromley;
Bromsgrove; Broxbourne; Broxtowe; Buckinghamshire; Burnley; Bury; Calderdale; Cambridge;
Cambridgeshire; Camden; Cannock Chase; Canterbury; Carlisle; Castle Point; Central Bedfordshire;
Charnwood; Chelmsford; Cheltenham; Cherwell; Cheshire; Cheshire East; Cheshire West and Chester;
Chesterfield; Chichester; Chiltern; Chorley; Christchurch; Colchester; Copeland; Corby; Cornwall;
Cotswold; Coventry; Craven; Crawley; Croydon; Cumberland; Cumbria; Dacorum; Darlington; Dartford;
Daventry; Derby; Derbyshire; Derbyshire Dales; Devon; Doncaster; Dorset; Dover; Dudley; Durham;
Ealing; East Cambridgeshire; East Devon; East Hampshire; East Hertfordshire; East Lindsey; East
Riding of Yorkshire; East Staffordshire; East Suffolk; East Sussex; Eastbourne; Eastleigh; Eden;
Elmbridge; Enfield; Epping Forest; Epsom and Ewell; Erewash; Essex; Exeter; Fareham; Fenland;
Folkestone and Hythe; Forest Heath; Forest of Dean; Fylde; Gateshead; Gedling; Gloucester;
Gloucestershire; Gosport; Gravesham; Great Yarmouth; Greenwich; Guildford; Hackney; Halton;
Hambleton; Hammersmith and Fulham; Hampshire; Harborough; Haringey; Harlow; Harrogate; Harrow;
Hartlepool; Hastings; Havant; Havering; Herefordshire; Hertfordshire; Hertsmere; High Peak;
Hillingdon; Hinckley and Bosworth; Horsham; Hounslow; Huntingdonshire; Hyndburn; Ipswich; Isle of
Wight; Isles of Scilly; Islington; Kensington and Chelsea; Kent; Kettering; King's Lynn and West
Norfolk; Kingston upon Hull; Kingston upon Thames; Kirklees; Knowsley; Lambeth; Lancashire;
Lancaster; Leeds; Leicester; Leicestershire; Lewes; Lewisham; Lichfield; Lincoln; Lincolnshire;
Liverpool; Luton; Maidstone; Maldon; Malvern Hills; Manchester; Mansfield; Medway; Melton; Mendip;
Merton; Mid Devon; Mid Suffolk; Mid Sussex; Middlesbrough; Milton Keynes; Mole Valley; New Forest;
Newark and Sherwood; Newcastle upon Tyne; Newcastle-under-Lyme; Newham; Norfolk; North Devon;
North Dorset; North East Derbyshire; North East Lincolnshire; North Hertfordshire; North Kesteven;
North Lincolnshire; North Norfolk; North Northamptonshire; North Somerset; North Tyneside; North
Warwickshire; North West Leicestershire; North Yorkshire; Northampton; Northamptonshire;
Northumberland; Norwich; Nottingham; Nottinghamshire; Nuneaton and Bedworth; Oadby and Wigston;
Oldham; Oxford; Oxfordshire; Pendle; Peterborough; Plymouth; Poole; Portsmouth; Preston; Purbeck;
Reading; Redbridge; Redcar and Cleveland; Redditch; Reigate and Banstead; Ribble Valley; Richmond
upon Thames; Richmondshire; Rochdale; Rochford; Rossendale; Rother; Rotherham; Rugby; Runnymede;
Rushcliffe; Rushmoor; Rutland; Ryedale; St Albans; St Edmundsbury; St Helens; Salford; Sandwell;
Scarborough; Sedgemoor; Sefton; Selby; Sevenoaks; Sheffield; Shepway; Shropshire; Slough;
Solihull; Somerset; South Buckinghamshire; South Cambridgeshire; South Derbyshire; South
Gloucestershire; South Hams; South Holland; South Kesteven; South Lakeland; South Norfolk; South
Oxfordshire; South Ribble; South Somerset; South Staffordshire; South Tyneside; Southampton;
Southend-on-Sea; Southwark; Spelthorne; Stafford; Staffordshire; Staffordshire Moorlands;
Stevenage; Stockport; Stockton-on-Tees; Stoke-on-Trent; Stratford-on-Avon; Stroud; Suffolk;
Sunderland; Surrey; Surrey Heath; Sutton; Swale; Swindon; Tameside; Tamworth; Tandridge; Taunton
Deane; Teignbridge; Telford and Wrekin; Tendring; Test Valley; Tewkesbury; Thanet; Three Rivers;
Thurrock; Tonbridge and Malling; Torbay; Torridge; Tower Hamlets; Trafford; Tunbridge Wells;
Uttlesford; Vale of White Horse; Wakefield; Walsall; Waltham Forest; Wandsworth; Warrington;
Warwick; Warwickshire; Watford; Waveney; Waverley; Wealden; Wellingborough; Welwyn Hatfield; West
Berkshire; West Devon; West Dorset; West Lancashire; West Lindsey; West Northamptonshire; West
Oxfordshire; West Somerset; West Suffolk; West Sussex; Westmorland and Furness; Weymouth and
Portland; Wigan; Wiltshire; Winchester; Windsor and Maidenhead; Wirral; Woking; Wokingham;
Wolverhampton; Worcester; Worcestershire; Worthing; Wychavon; Wycombe; Wyre; Wyre Forest; York;
Aberdeen; Aberdeenshire; Angus; Argyll and Bute; Clackmannanshire; Dumfries and Galloway; Dundee;
East Ayrshire; East Dunbartonshire; East Lothian; East Renfrewshire; Edinburgh; Falkirk; Fife;
Glasgow; Highland; Inverclyde; Midlothian; Moray; North Ayrshire; North Lanarkshire; Orkney; Perth
and Kinross; Renfrewshire; Scottish Borders; Shetland; South Ayrshire; South Lanarkshire;
Stirling; West Dunbartonshire; West Lothian; Blaenau Gwent; Bridgend; Caerphilly; Cardiff;
Carmarthenshire; Ceredigion; Conwy; Denbighshire; Flintshire; Gwynedd; Isle of Anglesey; Merthyr
Tydfil; Monmouthshire; Neath Port Talbot; Newport; Pembrokeshire; Powys; Rhondda Cynon Taf;
Swansea; Torfaen; Vale of Glamorgan; Wrexham; Antrim and Newtownabbey; Ards and North Down;
Belfast; Causeway Coast and Glens; Fermanagh and Omagh; Lisburn and Castlereagh; Mid Ulster
"""
COMMON = frozenset(
    re.split(
        r";\s+",
        """Reading; Rugby; Sutton; Boston; Eden; Highland; Angus; Craven; Bury; Slough; Swale;
        Derby; Harrow; Hastings; New Forest; High Peak; Three Rivers; Castle Point""",
    )
)
"""Names that are words, or people's, as well: they count only with their capital."""
NOT_THE_PLACE = (
    r"(?!\s+(?:house|road|street|lane|way|avenue|close|drive|school|college|academy|park|hall|court"
    r"|centre|building|station|hospital|library|square|terrace|place|gardens?|gate|grove|crescent"
    r"|mews|row|walk|hill|green|wharf|bridge|estate|ward|depot|works)\b)"
)
"""Rutland House is a building, wherever it stands."""
GENERIC = frozenset("council borough city county district metropolitan london royal of the".split())  # noqa: SIM905
"""Words of a council's name that say its rank."""
OPENS = re.compile(r"(?:^|[.?!:;]\s)\W*$")
"""What stands before a word that has its capital from the sentence."""


@cache
def _names() -> tuple[str, ...]:
    names = [" ".join(name.split()) for name in _NAMES.split(";")]
    return tuple(sorted(names, key=len, reverse=True))


def _plain(name: str) -> str:
    """Return a name in one spelling: `Stoke on Trent`, `Brighton & Hove`, `St. Helen's`."""
    words = re.sub(r"['’.]", "", name.lower().replace("&", " and ")).replace("-", " ")
    return " ".join(words.split())


def spelt(name: str) -> str:
    """Return an expression for a name as papers may spell it, over the end of a line too."""
    words = _plain(name).split()
    return r"[\s-]+".join(
        r"(?:and|&)" if word == "and" else r"st\.?" if word == "st" else _with_mark(word)
        for word in words
    )


def _with_mark(word: str) -> str:
    return re.escape(word[:-1]) + "['’]?s" if word.endswith("s") else re.escape(word)


@cache
def _pattern() -> re.Pattern[str]:
    parts = [spelt(name) for name in _names()]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b{NOT_THE_PLACE}", re.I)


@cache
def _by_plain() -> Mapping[str, str]:
    return {_plain(name): name for name in _names()}


def authorities_named(text: str) -> tuple[str, ...]:
    """Return the names of councils' places that a text names, each once, in order."""
    found: dict[str, None] = {}
    for match in _pattern().finditer(text):
        name = _by_plain().get(_plain(match[0]))
        if name is None:
            continue
        meant = match[0] == name and not OPENS.search(text[: match.start()])
        if name not in COMMON or meant:
            found.setdefault(name)
    return tuple(found)


def is_of(name: str, council: str) -> bool:
    """Whether a place's name is that of a council, or holds it: Derbyshire Dales, Derbyshire."""
    place, own = rankless(name), rankless(council)
    return bool(own) and (f" {place} " in f" {own} " or f" {own} " in f" {place} ")


def rankless(name: str) -> str:
    """Return a council's or a place's name without its rank: `ashcombe`, `isle wight`."""
    return " ".join(word for word in _plain(name).split() if word not in GENERIC)
