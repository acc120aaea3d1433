"""Markings and public papers of invented councils, written by somebody who did not see the gate's rules.

The first whole version of the rules let the markings in 61 times of 520, and withheld 19 of 120
public files; the lists of sentences before it 377 and 12. They have since been used to mend the
rules, so they only keep them from getting worse.
"""

from __future__ import annotations

MARKINGS = (
    "NOT FOR PUBLIC RELEASE",
    "Exempt from publication – Para 3, Sch 12A LGA 1972",
    "THIS PAPER IS CONFIDENTIAL AND MUST NOT BE COPIED",
    "Part II – Private and Confidential",
    "Private & Confidential",
    "In Committee – press and public excluded",
    "N O T   F O R   P U B L I C A T I O N",
    "EXEMPT PARA 1",
    "Restricted circulation: named recipients only",
    "Withheld from public inspection under section 100B(2) of the Local Government Act 1972",
    "Exempt information: category 9, Schedule 7A, Local Government (Scotland) Act 1973",
    "The press and public are likely to be excluded from the meeting for this item",
    "Members' eyes only",
    "Commercial – In Confidence",
    "OFFICIAL-SENSITIVE [COMMERCIAL]",
    "SENSITIVE: contains information about individuals",
    "Legal professional privilege applies – do not disclose",
    "WITHOUT PREJUDICE AND PRIVILEGED: LEGAL ADVICE TO MEMBERS",
    "Papur cyfrinachol – nid i'w ryddhau",
    "Eitem eithriedig: Paragraff 12, Rhan 4, Atodlen 12A Deddf Llywodraeth Leol 1972",
    "Adroddiad preifat: gwaharddwyd y cyhoedd",
    "Cyfyngedig / Restricted",
    "CONFIDENTIAL BUSINESS: Section 42 of the Local Government Act (Northern Ireland) 2014",
    "In Committee Business – Exempt Information (Schedule 6, Part 1, paragraph 3)",
    "Report exempt by reason of paragraph 5 (legal privilege)",
    "Public access: NO",
    "Open/Closed: CLOSED",
    "Publication status: Not for publication",
    "Access to information: Exempt – para. 3",
    "Is this report confidential? Yes",
    "Confidentiality: this report is to be dealt with in the absence of the public",
    "Do not copy, circulate or publish",
    "For Members of the Committee only",
    "EXEMPT || Sch.12A(3)",
    "Sch 12A Pt 1 para 2 – exempt",
    "PINK PAGES – EXEMPT",
    "RESTRICTED: Staff in confidence",
    "Private session report",
    "Exempt from publication under s.36 FOIA (prejudice to effective conduct of public affairs)",
    "The contents of this document are exempt and must not be disclosed outside the Council",
)

PUBLIC: dict[str, tuple[str, str]] = {
    "agenda exclusion item": (
        """Harrowmere District Council
Agenda
Estates Committee
Wednesday 14 May 2025 at 6.30 pm

1. Apologies for absence
2. Minutes of the meeting of 9 April 2025
3. Repairs to the Corn Exchange roof (pages 5-12)
4. Exclusion of the press and public

To consider passing the following resolution: That under Section 100A(4) of the Local Government Act 1972 the press and public be excluded from the meeting for the following item on the grounds that it involves the likely disclosure of exempt information as defined in paragraph 3 of Part 1 of Schedule 12A to the Act.

5. Tanner's Yard depot (exempt, paragraph 3)

The Corn Exchange repairs are recommended at a cost of £88,000.""",
        "Corn Exchange repairs are recommended",
    ),
    "guide to the public": (
        """Harrowmere District Council
Exempt information is described in Schedule 12A to the Local Government Act 1972. This guide tells residents when the Council may meet in private.

1. Attending a meeting

Anyone may attend a meeting of the Council. Meetings begin at 6.30 pm in the Guildhall.

2. When the public are asked to leave

The public may be asked to leave while exempt or confidential information is discussed.""",
        "Meetings begin at 6.30 pm in the Guildhall",
    ),
    "minutes with exclusion": (
        """Harrowmere District Council
Minutes of the Estates Committee held on 14 May 2025

Present: Councillors Ashdown (Chair), Beale and Corrie

21. Corn Exchange roof

RESOLVED that the repairs to the Corn Exchange roof be let at £88,000.

22. Exclusion of the public

RESOLVED that the public be excluded for the next item, as exempt information within paragraph 3 of Schedule 12A was likely to be disclosed.

23. Depot

The Committee received an exempt report. The decision is recorded in a confidential minute.""",
        "be let at £88,000",
    ),
    "cover exempt no": (
        """Harrowmere District Council
Report to: Cabinet
Date: 3 June 2025
Exempt: No
Confidential: No

Library opening hours

It is proposed that Harrowmere Library open until 7 pm on Thursdays at a cost of £6,400.""",
        "open until 7 pm on Thursdays",
    ),
    "cover none": (
        """Harrowmere District Council
Cabinet, 3 June 2025
Confidential or exempt information: None
Key decision: Yes

Allotment rents

Rents rise to £46 a plot from 1 October 2025.""",
        "Rents rise to £46 a plot",
    ),
    "appendix exempt": (
        """Harrowmere District Council
Cabinet, 3 June 2025
Leisure contract
Appendix 2 to this report is exempt under paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972

1. Summary

This report recommends that the leisure contract be extended by two years.

2. Background

The contract with the trust ends in March 2026.""",
        "leisure contract be extended by two years",
    ),
    "exempt accommodation": (
        """Harrowmere District Council
Housing Committee, 11 June 2025
Exempt accommodation: quality of supported housing

There are 212 units of exempt accommodation in the district. Officers inspected 40 of them in 2024.

Exempt accommodation is supported housing whose rents are exempt from the usual limits of housing benefit.""",
        "212 units of exempt accommodation",
    ),
    "vat exempt": (
        """Harrowmere District Council
Audit Committee, 18 June 2025
VAT partial exemption position

The Council's exempt supplies came to 3.8 per cent of its input tax. The limit is 5 per cent.

Exempt

Lettings of bare land are exempt from VAT unless the Council opts to tax.""",
        "3.8 per cent of its input tax",
    ),
    "privacy policy": (
        """Harrowmere District Council
Data protection policy
Agreed by Cabinet on 4 February 2025

Confidential information must be kept in locked rooms. Staff must not share personal data unless the law allows it.

Special category data is sensitive. It is handled as restricted by the information officer.

The policy is reviewed every two years.""",
        "policy is reviewed every two years",
    ),
    "access rules": (
        """Harrowmere District Council
Constitution, Part 4: Access to Information Procedure Rules

10. Exclusion of access by the public to meetings

10.1 Confidential information: the public must be excluded from meetings whenever it is likely that confidential information would be disclosed.

10.4 Meaning of exempt information. Exempt information means information falling within the following categories:

1. Information relating to any individual.
2. Information which is likely to reveal the identity of an individual.
3. Information relating to the financial or business affairs of any particular person.

11. The Monitoring Officer keeps a list of these decisions for six years.""",
        "keeps a list of these decisions for six years",
    ),
    "whistleblowing": (
        """Harrowmere District Council
Standards Committee, 2 July 2025
Confidential reporting policy (whistleblowing)

Two reports were made under the policy in 2024/25. Both were closed after investigation.

Staff may report in confidence to the Monitoring Officer.""",
        "Two reports were made under the policy",
    ),
    "council tax exemptions": (
        """Harrowmere District Council
Council, 19 February 2025
Council tax: exempt dwellings and discounts

Exempt dwellings number 611, of which 402 are lived in by students only. The empty homes premium rises to 200 per cent.""",
        "empty homes premium rises to 200 per cent",
    ),
    "no part two": (
        """Harrowmere District Council
Agenda of the Planning Committee, 5 June 2025

Part 1 - items open to the public

1. Apologies
2. Application 25/00417: fourteen houses at Mill Lane. Officers recommend approval.

Part 2 - exempt items

There are no items.""",
        "fourteen houses at Mill Lane",
    ),
    "this report is public": (
        """Harrowmere District Council
Executive, 9 September 2025
This report is public
Not for publication: not applicable

Taxi licence fees

The fee for a driver's licence rises to £240 for three years.""",
        "rises to £240 for three years",
    ),
    "notice private meeting": (
        """Harrowmere District Council
Notice of intention to hold a meeting in private

Under regulation 5 of the Local Authorities (Executive Arrangements) (Meetings and Access to Information) (England) Regulations 2012 notice is given that Cabinet intends to consider the following matter in private on 8 July 2025.

Matter: Lease of the quay. Reason: exempt, paragraph 3.

Representations may be sent to the Head of Legal by 30 June 2025.""",
        "Representations may be sent",
    ),
    "forward plan": (
        """Harrowmere District Council
Forward plan of key decisions, July to October 2025

Decision	Date	Decision maker	Open or exempt
Waste depot lease	8 July 2025	Cabinet	Exempt (paragraph 3)
Play area at Rushey Green	8 July 2025	Cabinet	Open
Local Plan consultation	9 September 2025	Council	Open

The play area at Rushey Green will cost £75,000.""",
        "Rushey Green",
    ),
    "returned to open session": (
        """Harrowmere District Council
Minutes of Council, 16 July 2025

40. The Council went into private session at 8.10 pm and returned to open session at 8.35 pm.

41. Council resolved to adopt the cycling plan for 2025 to 2030.""",
        "adopt the cycling plan",
    ),
    "restricted parking private roads": (
        """Harrowmere District Council
Highways Panel, 7 May 2025
Restricted parking zone and private roads in Castle Ward

Restricted byway 14 is to be resurfaced. Private roads are not maintained at public expense. The zone costs £19,300.

Private hire vehicles may wait for ten minutes.""",
        "The zone costs £19,300",
    ),
    "confidential minutes approved": (
        """Harrowmere District Council
Minutes of the Personnel Committee, 12 May 2025

1. The minutes and the confidential minutes of the meeting of 14 April 2025 were approved.

2. The pay policy statement was agreed and will be published on 1 June 2025.""",
        "pay policy statement was agreed",
    ),
    "scottish exclusion": (
        """Strathbrae Council
Minute of Policy Committee, 21 May 2025

5. Winter service plan

The Committee agreed the winter service plan at a cost of £1.2 million.

6. Exclusion of public

The Committee resolved in terms of section 50A(4) of the Local Government (Scotland) Act 1973 to exclude the public from the meeting for item 7, which involved the likely disclosure of exempt information as defined in paragraph 8 of Part I of Schedule 7A.""",
        "winter service plan at a cost of £1.2 million",
    ),
    "ni in committee": (
        """Ballymoyle Borough Council
Minutes of the monthly meeting, 3 March 2025

Agreed: on the proposal of Alderman Reid, seconded by Councillor Doherty, to go into committee under Section 42 of the Local Government Act (Northern Ireland) 2014. Members of the press and public left the meeting.

Out of committee business

Agreed: that the summer festival be granted £22,000.""",
        "summer festival be granted £22,000",
    ),
    "welsh agenda": (
        """Cyngor Dosbarth Glanafon / Glanafon District Council
Agenda: Pwyllgor Cynllunio / Planning Committee, 4 Mehefin / June 2025

1. Ymddiheuriadau / Apologies
2. Cais 25/0102: caniatáu estyniad yn Heol y Bont / extension at Heol y Bont, approval recommended
3. Eitemau eithriedig: dim / Exempt items: none""",
        "extension at Heol y Bont",
    ),
    "label public": (
        """OFFICIAL - PUBLIC
Harrowmere District Council
Cabinet, 3 June 2025

Street lighting

All 4,100 lamps are to be changed to LED by March 2027.

OFFICIAL - PUBLIC""",
        "lamps are to be changed to LED",
    ),
    "no longer exempt": (
        """Harrowmere District Council
Cabinet, 3 June 2025
This report was exempt when it was considered. It is no longer exempt and was released on 1 September 2025.

Purchase of Fenwick House

The Council bought Fenwick House for £640,000.""",
        "bought Fenwick House for £640,000",
    ),
    "redacted for publication": (
        """Harrowmere District Council
Officer decision notice, 7 August 2025
Redacted version for publication. Personal information has been removed.

The Head of Housing agreed to settle the claim for £1,500.""",
        "agreed to settle the claim for £1,500",
    ),
    "foi report": (
        """Harrowmere District Council
Audit Committee, 18 June 2025
Freedom of information: annual report

The Council answered 804 requests. Exemptions were applied to 96: section 40 (personal information) 51, section 43 (commercial interests) 30, section 21 (reasonably accessible) 15.""",
        "answered 804 requests",
    ),
    "legal implications": (
        """Harrowmere District Council
Cabinet, 3 June 2025
Quay wall repairs

The quay wall needs repair at a cost of £310,000.

Legal implications

Legally privileged advice is set out in the exempt appendix.""",
        "repair at a cost of £310,000",
    ),
    "parish closed session": (
        """Nether Stowbury Parish Council
Minutes of the meeting held on 13 May 2025

25/61 Grass cutting: it was agreed to accept the quote of Greenlow Gardens at £2,940.

25/62 To resolve to exclude the public and press due to the confidential nature of the next item. Resolved.

25/63 Staff matters (closed session): it was resolved to advertise for a clerk.""",
        "accept the quote of Greenlow Gardens",
    ),
    "tender summary": (
        """Harrowmere District Council
Estates Committee, 14 May 2025
Award of the grounds contract

Three tenders were received. The tender sums are commercially sensitive and are in a separate exempt report. The contract was awarded to Lowmoor Ltd.""",
        "contract was awarded to Lowmoor",
    ),
    "publication scheme": (
        """Harrowmere District Council
Publication scheme
Adopted by Cabinet on 3 June 2025

Classes of information: who we are, what we spend, how we decide. Documents not for publication are listed by number only in the register. The scheme costs nothing to read online.""",
        "costs nothing to read online",
    ),
}
"""Papers that mention exemption, and words that must be held of each."""
