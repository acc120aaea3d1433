"""What askers call things, and what council papers call them: a tip, and its long name in a report.

Written from general knowledge of UK local government, without looking at papers or questions; a
few entries (for tips, sofas, things scrapped) were asked for by one who had seen such questions.
An entry leads one way, from the words asked to the words written: what is written of "bulky waste"
answers for a sofa, but not the other way round. True equivalents have an entry each way.
Words are matched by their stems, so one form of a word stands for all: "tip" is also "tipping",
and "council house" is "council housing". The longest entry that fits the words of a question is
the one meant, so "fly tipping" is no visit to the tip.
"""

from __future__ import annotations

_TABLE = """
# Waste, recycling and clean streets
tip: household waste recycling centre, recycling centre, civic amenity site, household waste site
dump: household waste recycling centre, recycling centre, civic amenity site
recycling centre: civic amenity site, household waste site, recycling facility
bins: refuse collection, waste collection, kerbside collection, waste containers
wheelie bins: wheeled bins, refuse containers, waste containers
bin collection: refuse collection, waste collection, kerbside collection
bin men: refuse collectors, collection crews, waste operatives, waste crews
binmen: refuse collectors, collection crews, waste operatives, waste crews
bin lorry: refuse collection vehicle, waste collection vehicle, refuse vehicle
fortnightly collection: alternate weekly collection, two weekly collection
alternate weekly collection: fortnightly collection
refuse collection: waste collection, kerbside collection
waste collection: refuse collection, kerbside collection
rubbish: waste, residual waste, refuse collection
black bags: residual waste, refuse sacks, general waste
garden waste: green waste
green waste: garden waste
incinerator: energy from waste, energy recovery facility, waste to energy, thermal treatment
energy from waste: energy recovery facility, incineration, waste to energy
sofa: upholstered domestic seating, upholstered furniture, soft furnishings, bulky waste
fridges: white goods, refrigeration units, waste electrical equipment
rubble: construction waste, inert waste, hardcore, diy waste
diy waste: construction waste, inert waste, non household waste
fly tipping: flytipping, illegal dumping, illegally deposited waste
flytipping: fly tipping, illegal dumping, illegally deposited waste
dog poo: dog fouling
street sweeping: street cleansing, street cleaning
street cleaning: street cleansing
street cleansing: street cleaning
public toilets: public conveniences
public conveniences: public toilets
loos: public conveniences, public toilets

# Roads, pavements and drains
pothole: carriageway defect, highway defect, carriageway repair, carriageway patching
road repairs: highway maintenance, carriageway repairs, highway repairs
roadworks: street works, highway works, temporary traffic management
resurfacing: surface dressing, carriageway surfacing, surface treatment
road closure: temporary traffic order, prohibition of driving, prohibition of traffic
gritting: winter service, winter maintenance, precautionary salting
grit bin: salt bin
pavement: footway, footpath
footway: pavement
dropped kerb: vehicle crossing, vehicle crossover, vehicular access
streetlights: street lighting, lighting columns, highway lighting
lamp posts: lighting columns, street lighting
switching off lights: part night lighting
traffic lights: traffic signals
traffic signals: traffic lights
speed bumps: speed humps, road humps, traffic calming, speed cushions
lollipop lady: school crossing patrol
bike: cycle, bicycle
cycle lane: cycleway, cycle track, active travel
walking and cycling: active travel
active travel: walking and cycling
traffic jams: congestion, queueing traffic
bypass: relief road
car crash: road traffic collision, road traffic accident, personal injury collision
road accident: traffic collision, personal injury collision, road casualties
road deaths: fatal collisions, killed or seriously injured, road casualties, road fatalities
yellow lines: waiting restrictions, no waiting, traffic regulation order
lorries: heavy goods vehicles, hgv
lorry ban: weight restriction, weight limit
drains: gullies, highway drainage, surface water drainage
blocked drains: gully cleansing, gully emptying, highway drainage
flood defences: flood alleviation, flood risk management, coastal defence
grass cutting: grounds maintenance, verge maintenance, mowing
grounds maintenance: grass cutting, mowing
weedkiller: herbicide, glyphosate, pesticide
car chargers: electric vehicle charging, charging points, chargepoints

# Parking, buses and taxis
car park: off street parking, parking place
parking ticket: penalty charge notice, civil parking enforcement
parking fine: penalty charge notice, civil parking enforcement
traffic warden: civil enforcement officer, parking attendant
parking charges: parking tariff, parking fees, pay and display
residents parking: controlled parking zone, permit scheme
controlled parking zone: residents parking, permit parking
disabled parking: blue badge
blue badge: disabled parking
bus pass: concessionary travel, concessionary fares
concessionary fares: concessionary travel, bus pass
bus subsidy: supported bus services, tendered bus services, socially necessary services
taxi: hackney carriage, private hire vehicle
minicab: private hire vehicle
hackney carriage: taxi
private hire: taxi, minicab

# Planning, building and land
planning permission: planning consent, planning approval
planning consent: planning permission
new houses: residential development, new dwellings, residential units, housing delivery
new homes: residential development, new dwellings, residential units, housing delivery
flats: apartments, residential units, maisonettes
housing targets: housing requirement, local housing need, housing land supply
brownfield: previously developed land
previously developed land: brownfield
planners: planning officers, local planning authority, development management
local plan: development plan, core strategy, local development framework
developer contributions: planning obligations, section 106, community infrastructure levy
section 106: planning obligations, developer contributions
historic building: listed building, heritage asset
knocked down: demolition, demolished
demolished: demolition, site clearance
eyesore: derelict site, untidy land
planning breach: planning enforcement, unauthorised development
planning objections: letters of objection, representations received, written representations
objectors: letters of objection, representations received, written representations
solar panels: photovoltaic, solar pv
new town: new settlement, garden community, garden village
revamp: refurbishment, redevelopment, improvement works
refurbishment: renovation, modernisation
renovation: refurbishment
high street: town centre
forced purchase: compulsory purchase order
wildlife: biodiversity, ecology, habitats

# Housing and homelessness
council house: local authority dwelling, social rented housing, social rent
affordable homes: affordable housing, social rent, shared ownership
social housing: affordable housing, social rent
housing association: registered provider, registered social landlord
registered provider: housing association, registered social landlord
housing waiting list: housing register, housing allocations
housing register: housing waiting list
sleeping rough: rough sleepers, street homelessness
hostel: supported accommodation, temporary accommodation, supported housing
b&b: bed and breakfast, temporary accommodation, nightly paid accommodation
shared houses: houses in multiple occupation, hmo
renters: tenants, private rented sector
evicted: possession order, possession proceedings, notice to quit
sheltered housing: retirement housing, sheltered accommodation, independent living scheme
council tax benefit: council tax support, council tax reduction
council tax support: council tax reduction
council tax reduction: council tax support
mould: damp, condensation
damp: mould, condensation
stairlift: disabled facilities grant, home adaptations
fuel poverty: affordable warmth
empty homes: vacant dwellings, long term vacant, void properties

# Schools, special needs and early years
kids: children, pupils, young people
youngsters: young people, children
teenagers: young people, adolescents
nursery: early years provision, early education, pre school
free childcare: funded early education, early education entitlement
after school club: wraparound care, out of school childcare
secondary school: high school, upper school
sixth form: post 16 provision
special school: specialist provision, special educational provision
school places: pupil places, pupil place planning, published admission number
catchment: oversubscription criteria, priority area
school expansion: enlargement, prescribed alteration, form of entry
school closure: discontinuance, closure notice
school merger: amalgamation
church school: voluntary aided, voluntary controlled, faith school, denominational school
school governors: governing body, governing board
teaching assistant: learning support assistant, classroom assistant
school dinners: school meals, school catering
school bus: school transport, pupil transport
truancy: unauthorised absence, non attendance
expelled: permanent exclusion, permanently excluded
home schooling: elective home education
exam results: attainment, key stage results
failing school: special measures, schools causing concern, inadequate
special needs: send, additional needs, special education
ehcp: education health care plan
pupil referral unit: alternative provision
school funding: dedicated schools grant, national funding formula
night classes: adult learning, adult education, community learning
youth club: youth provision, youth centre, youth work
children's centre: family hub, sure start

# Children's social care
children in care: looked after children
looked after children: children in care
taken into care: care proceedings, care order, looked after
foster parents: foster carers
children's home: residential placement, residential care placement
child refugees: unaccompanied asylum seeking children
young offenders: youth justice, youth offending
respite: short breaks, replacement care
short breaks: respite

# Care of adults and public health
old people's home: residential care home, care home, residential home
care home: residential home, nursing home, residential placement
elderly: older people, older persons
old people: older people, older persons
home help: domiciliary care, home care, homecare, care at home
home care: domiciliary care, homecare
domiciliary care: home care, homecare, care at home
paid carers: care workers, care staff
family carers: unpaid carers, informal carers
unpaid carers: informal carers, family carers
meals on wheels: community meals
community meals: meals on wheels
day centre: day services, day opportunities, day care
bed blocking: delayed transfer of care, delayed discharge, hospital discharge
care charges: client contributions, charging policy, financial assessment, fairer charging
means test: financial assessment
alzheimer's: dementia
blind: visual impairment, sight loss
deaf: hearing impairment, hearing loss
vulnerable adults: adults at risk, safeguarding adults
loneliness: social isolation
social isolation: loneliness
stop smoking: smoking cessation, tobacco control
jabs: vaccination, immunisation
vaccination: immunisation
immunisation: vaccination
covid: coronavirus, pandemic
coronavirus: covid, pandemic
domestic violence: domestic abuse
domestic abuse: domestic violence
women's refuge: domestic abuse accommodation, safe accommodation
benefits advice: welfare rights, welfare advice

# Money
budget cuts: savings, budget reductions, efficiency savings
spending cuts: savings, budget reductions, efficiency savings
cutbacks: savings, budget reductions, efficiency savings
cuts to: savings, reduction
spending: expenditure, outturn
overspend: adverse variance, budget pressure
black hole: budget gap, funding gap, budget shortfall, deficit
shortfall: budget gap, funding gap, deficit
budget gap: budget shortfall, funding gap, deficit
rainy day fund: reserves, general fund balance, contingency
bankrupt: section 114, insolvent
going bust: section 114, insolvency
loans: borrowing, prudential borrowing
council debt: borrowing, capital financing requirement
unpaid bills: arrears, outstanding debt
written off: irrecoverable, bad debt
bailiffs: enforcement agents
pay rise: pay award, pay increase, pay settlement
wages: salaries, remuneration
councillors' pay: members' allowances, allowances scheme
council tax rise: council tax increase, precept increase
business rates: non domestic rates, nndr
non domestic rates: business rates
government funding: revenue support grant, settlement funding, government grant
hike: increase, uplift
running costs: revenue costs, operating costs
building projects: capital programme, capital works
sell off: disposal of land, disposal of property, disposed of, capital receipt
sold: disposed of, disposal of land, disposal of property
sell: disposal of land, disposal of property, disposed of
buy: purchase, acquire, acquisition
bought: purchased, acquired, acquisition
waste of money: value for money
value for money: best value
taken to court: legal proceedings, litigation, prosecution
outsourced: externalised, contracted out, external provider
privatised: externalisation, outsourcing, contracted out
in house: insourcing, directly delivered, direct service
tender: procurement, invitation to bid

# Staff
sacked: dismissed, termination of employment
job cuts: redundancies, deletion of posts, staffing reductions
job losses: redundancies, deletion of posts, staffing reductions
redundancies: deletion of posts, staffing reductions, job losses
laid off: redundant, deletion of post
staff: employees, workforce
employees: staff, workforce
vacancies: unfilled posts, vacant posts
off sick: sickness absence
sick leave: sickness absence
boss: chief executive, director, head of service
top bosses: senior management, chief officers, corporate management team
chief executive: head of paid service, managing director
finance chief: section 151 officer, director of finance, finance director
section 151 officer: chief finance officer, director of finance
shake up: restructure, reorganisation
restructure: reorganisation
reorganisation: restructure
strike: industrial action
agency staff: agency workers, temporary staff, interim staff
working from home: hybrid working, agile working, remote working

# What became of a matter
scrapped: ceased, cessation, discontinued, withdrawn
axed: ceased, cessation, closure, removal
ditched: withdrawn, abandoned, not proceed
shelved: deferred, paused, not proceed
shut: closed, closure, cessation
closed: closure
put off: deferred, postponed
deferred: postponed
pushed back: deferred, postponed, rescheduled
delayed: slippage, deferred
on hold: paused, deferred, suspended
turned down: refused, rejected, not approved
knocked back: refused, rejected
thrown out: rejected, refused
go ahead: approved, authorised
green light: approved, authorised
signed off: approved, authorised
motion passed: motion carried, resolved
voted through: motion carried, approved, resolved
u turn: rescind, reverse, reconsider
overturned: rescinded, quashed, reversed
trial: pilot
pilot: trial
keep open: retain, retention
bring back: reinstate, reintroduce
set up: established
look into: investigate, review
probe: investigation, inquiry, review

# Councillors, meetings and elections
councillors: members, elected members
elected members: councillors
cabinet member: portfolio holder, executive member, lead member
portfolio holder: cabinet member, executive member
executive member: cabinet member, portfolio holder
chairman: chair, chairperson
chair: chairman, chairperson
town hall: civic centre, council offices, civic offices
behind closed doors: press and public excluded, exclusion of public, exempt information
in secret: exempt information, exclusion of public, confidential session
conflict of interest: disclosable pecuniary interest, declaration of interest, prejudicial interest
stood down: resigned, stepped down
stepped down: resigned, stood down
boundary changes: electoral review, boundary review, community governance review
ward: electoral division
electoral division: ward
voters: electors
electors: voters
electoral roll: electoral register, register of electors
electoral register: electoral roll
polling station: polling place
postal vote: absent vote
charities: voluntary sector, third sector, voluntary organisations
voluntary sector: third sector, voluntary organisations
third sector: voluntary sector

# Licensing, nuisance and public protection
pub: public house, licensed premises
drinking ban: public spaces protection order, alcohol control
rats: pest control, rodents, vermin
food hygiene: food safety
health inspectors: environmental health officers
noisy neighbours: noise nuisance, statutory nuisance
smell: odour
air pollution: air quality, nitrogen dioxide, particulates
cowboy builders: rogue traders
security cameras: cctv, surveillance cameras
cctv: surveillance cameras
antisocial behaviour: anti social behaviour, asb
anti social behaviour: antisocial behaviour, asb
vandalism: criminal damage

# Leisure, culture, burials and climate
swimming pool: aquatic centre, leisure centre
gym: fitness suite, leisure centre
leisure centre: sports centre, leisure facility
sports centre: leisure centre
football pitches: playing pitches, playing fields, sports pitches
astroturf: artificial grass pitch, all weather pitch, synthetic pitch
playground: play area, play space, play equipment
play area: playground, play space
public park: open space, green space, recreation ground
registry office: register office, registration service
weddings: marriages, civil ceremonies, marriage ceremonies
burial: interment
tourism: visitor economy
global warming: climate change, climate emergency
carbon neutral: net zero, decarbonisation
net zero: carbon neutral, decarbonisation
"""


def _entries(table: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read the table: `asked: written, written` a line, best first; a line with # is a comment."""
    lines = (line for line in table.splitlines() if line and not line.startswith("#"))
    parted = (line.split(": ") for line in lines)
    return tuple((asked, tuple(written.split(", "))) for asked, written in parted)


LAY_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = _entries(_TABLE)
"""(word or short phrase as asked, up to four words or phrases that papers write, best first)."""
