"""The pages of the house, and who may open them."""

REGION = "/west-overijssel"
INVENTED = f"{REGION}/plannen/GM9901-"
PLAN = f"{REGION}/plannen/GM0166-2021-0001"

# What the policy officer of Kampen opens.
OFFICIAL = [
    f"{REGION}/",
    f"{REGION}/plannen/",
    f"{REGION}/plannen/?gemeente=GM0166&status=1A&op=2021-06-01&bekend_op=2021-06-01",
    f"{REGION}/plannen/?zoek=bestaat+niet",
    f"{REGION}/plannen/kaart/",
    f"{REGION}/plannen/nieuw/",
    f"{PLAN}/",
    f"{PLAN}/?op=2021-06-01",
    f"{PLAN}/bewerken/",
    f"{PLAN}/historie/",
    f"{PLAN}/rekening/",
    f"{PLAN}/rekening/?op=2021-06-01",
    *(f"{PLAN}/rekening/boeken/{event}/" for event in ("realisatie", "verval")),
    *(f"{PLAN}/rekening/overdragen/{way}/" for way in ("overdracht", "ruil")),
    f"{PLAN}/rekening/afboeken/",
    f"{PLAN}/publiek/",
    f"{PLAN}/publiek/?groep=numbers&als=province",
    f"{PLAN}/besluiten/",
    f"{PLAN}/samenhang/",
    f"{PLAN}/samenhang/splitsen/",
    f"{PLAN}/samenhang/samenvoegen/",
    f"{REGION}/plannen/afgeschermd/",
    f"{REGION}/plannen/kwaliteit/",
    f"{REGION}/plannen/kwaliteit/GM0166/",
    f"{REGION}/plannen/leidend/",
    f"{REGION}/plannen/snel-bewerken/",
    f"{REGION}/plannen/programma/",
    f"{REGION}/plannen/programma/GM0166/",
    f"{REGION}/plannen/programma/aanleveren/",
    f"{REGION}/plannen/aanleveren/",
    f"{REGION}/plannen/leveren/",
    f"{REGION}/plannen/leveren/bzk/",
    f"{REGION}/plannen/leveren/indelingen/",
    f"{REGION}/plannen/aanleveren/geleerd/",
    f"{REGION}/plannen/realisatie/",
    f"{REGION}/plannen/realisatie/?soort=gesloopt",
    f"{REGION}/plannen/realisatie/aanleveren/",
    f"{REGION}/prognoses/",
    f"{REGION}/prognoses/rekenen/",
    f"{REGION}/prognoses/rekenen/?gemeente=GM0166&beeld=leeftijden&immigratie=200&sloop=veel",
    f"{REGION}/prognoses/uitleg/",
    f"{REGION}/prognoses/houdbaarheid/?gemeente=GM0166",
    f"{REGION}/prognoses/scenarios/",
    f"{REGION}/prognoses/scenarios/vergelijken/",
    f"{REGION}/prognoses/eigen-behoefte/",
    f"{REGION}/balans/",
    f"{REGION}/balans/?definitie=strict-1a&van=20",
    f"{REGION}/balans/brug/?definitie_a=legal-hard&definitie_b=rigo-legend",
    f"{REGION}/totalen/",
    f"{REGION}/stand/",
    f"{REGION}/stand/GM0166/",
    f"{REGION}/documenten/",
    f"{REGION}/documenten/nieuw/",
    f"{REGION}/documenten/inlezen/",
    f"{REGION}/documenten/modelbepalingen/",
    f"{REGION}/documenten/verschil/?van=AP:1&naar=AP:2",
    f"{REGION}/documenten/AP/?editie=2&sinds=1",
    f"{REGION}/documenten/AP/bepaling/6.1/",
    f"{REGION}/documenten/KAM-2027/",
    f"{REGION}/documenten/KAM-2027/vaststellen/",
    f"{REGION}/documenten/KAM-2027/wijzigen/",
    f"{REGION}/documenten/KAM-2027/inlezen/",
    f"{REGION}/documenten/KAM-2027/voorstel/replace/?bepaling=1.1",
    f"{REGION}/normen/",
    f"{REGION}/zoeken/",
    f"{REGION}/afspraken/",
    f"{REGION}/afspraken/?stand=suspended&wie=vechtdal-wonen",
    f"{REGION}/afspraken/nieuw/",
    f"{REGION}/zoeken/?q=woning",
    f"{REGION}/instemming/",
    f"{REGION}/instemming/vragen/",
    f"{REGION}/instemming/controleren/",
    f"{REGION}/besluiten/",
    f"{REGION}/besluiten/nieuw/",
    f"{REGION}/logboek/",
    f"{REGION}/vergaderingen/",
    f"{REGION}/vergaderingen/nieuw/",
    f"{REGION}/vergaderingen/reeks/",
    f"{REGION}/vergaderingen/voorraad/",
    f"{REGION}/vergaderingen/besluiten/",
    f"{REGION}/acties/",
    f"{REGION}/acties/?stand=alle",
    "/account/berichten/",
    f"{REGION}/regio/",
    "/bronnen/demo-plannen/",
    "/account/toegangssleutels/",
    "/account/wachtwoord/",
    "/account/logout/",
    # A page that is not there, and one that is not for her.
    "/nergens/",
    f"{REGION}/normen/nieuw/",
]
SECRETARY = [
    f"{REGION}/",
    f"{REGION}/plannen/leveren/indelingen/",
    f"{REGION}/plannen/leveren/indelingen/publiek-private-monitor/",
    f"{REGION}/plannen/leveren/indelingen/nieuw/",
    f"{REGION}/prognoses/inlezen/",
    f"{REGION}/mensen/",
    # What she only reads.
    f"{INVENTED}2021-0002/",
    f"{REGION}/plannen/kwaliteit/",
    f"{REGION}/plannen/realisatie/",
]
# Where the chapter of the register plays: something was booked, agreed, decided and related.
FICTITIOUS = [
    f"{INVENTED}2021-0001/",
    f"{INVENTED}2021-0002/rekening/",
    f"{INVENTED}2021-0003/rekening/",
    f"{INVENTED}2021-0004/",
    f"{INVENTED}2021-0004/besluiten/",
    f"{INVENTED}2021-0005/",
    f"{INVENTED}2025-0001/samenhang/",
    f"{REGION}/plannen/kwaliteit/GM9901/",
    f"{REGION}/plannen/kwaliteit/GM9901/?controle=unphased",
    f"{REGION}/plannen/realisatie/",
]
# She sees totals; the plans of a municipality are not hers.
ADVISER = [f"{REGION}/", f"{PLAN}/", f"{REGION}/plannen/kwaliteit/"]
ADMINISTRATOR = [
    f"{REGION}/instemming/uitgevers/",
    f"{REGION}/normen/nieuw/",
    f"{REGION}/mensen/",
    f"{REGION}/mensen/uitnodigen/",
    "/post/",
]
PUBLIC = [
    "/",
    "/account/login/",
    "/account/gesloten/",
    "/account/wachtwoord/vergeten/",
    "/account/wachtwoord/vergeten/verstuurd/",
    "/account/wachtwoord/kiezen/1-verlopen/",
    "/account/wachtwoord/gekozen/",
    "/openbaar/west-overijssel/",
    "/openbaar/west-overijssel/plannen/GM0193-2021-0002/",
]
BY_ROLE = {
    "beleid.kampen": OFFICIAL,
    "beleid.sallandermark": FICTITIOUS,
    "regiosecretaris": SECRETARY,
    "corporatie": ADVISER,
    "accounthouder": [f"{REGION}/afspraken/"],
    "beheerder": ADMINISTRATOR,
    "": PUBLIC,
}
# Who opens many pages opens them in parts, so that the last minutes have work for two processes.
PART = 20
PARTS = [(who, first) for who, pages in BY_ROLE.items() for first in range(0, len(pages), PART)]
# Pages whose address holds a key: where the link stands that leads there, an address or one of
# these pages.
LED_TO = {
    "beleid.kampen": {
        "plans:import": (f"{REGION}/plannen/aanleveren/", ".wr-items a"),
        "plans:programme_import": (f"{REGION}/plannen/programma/aanleveren/", ".wr-items a"),
        "meetings:detail": (f"{REGION}/vergaderingen/", ".wr-timeline a"),
        "meetings:poll": (f"{REGION}/vergaderingen/", ".wr-items a"),
        "consents:detail": (f"{REGION}/instemming/", ".wr-items a"),
        "consents:answer": ("consents:detail", "a[href*='/antwoord/']"),
        "consents:sign": ("consents:detail", "a[href*='/tekenen/']"),
        "consents:settle": ("consents:detail", "a[href*='/voorbehoud/']"),
        "consents:decision": (f"{REGION}/besluiten/", ".wr-items a"),
        "plans:realised_import": (f"{REGION}/plannen/realisatie/aanleveren/", ".wr-items a"),
    },
    "beleid.sallandermark": {
        "plans:correct": (f"{INVENTED}2021-0002/rekening/", "a[href$='/herstellen/']"),
        "plans:put_in_force": (f"{INVENTED}2021-0003/rekening/", "a[href$='/rechtsgeldig/']"),
        "plans:withdraw": (f"{INVENTED}2021-0003/rekening/", "a[href$='/intrekken/']"),
        "plans:take_back": (f"{INVENTED}2021-0004/besluiten/", "a[href$='/terugnemen/']"),
        "plans:end_relation": (f"{INVENTED}2025-0001/samenhang/", "a[href$='/beeindigen/']"),
    },
    "regiosecretaris": {
        "forecast:scenario": (f"{REGION}/prognoses/scenarios/", ".wr-items a"),
        "forecast:adopt": ("forecast:scenario", "a[href$='/vaststellen/']"),
        "documents:proposal": (f"{REGION}/documenten/AP/", "main a[href*='/voorstel/0']"),
        "meetings:detail": (f"{REGION}/vergaderingen/", ".wr-timeline a"),
        "meetings:change": ("meetings:detail", "a[href$='/wijzigen/']"),
        "meetings:agenda": ("meetings:detail", "a[href$='/agenda/']"),
        "meetings:minutes": ("meetings:detail", "a[href$='/verslag/']"),
        "commitments:detail": (f"{REGION}/afspraken/?stand=at_risk", "th a[href*='/afspraken/']"),
        "commitments:measure": ("commitments:detail", "a[href$='/maat/']"),
        "commitments:condition": ("commitments:detail", "a[href$='/voorwaarde/']"),
        "commitments:judge": ("commitments:detail", "a[href$='/oordeel/']"),
        "commitments:replace": ("commitments:detail", "a[href$='/vervangen/']"),
        "commitments:withdraw": ("commitments:detail", ".wr-actions a[href$='/intrekken/']"),
        "commitments:observe": ("commitments:detail", "a[href$='/waarde/']"),
        "commitments:drop_measure": (
            "commitments:detail",
            ".wr-section a[href*='/maten/'][href$='/intrekken/']",
        ),
        "consents:detail": (f"{REGION}/instemming/", ".wr-items a"),
        "consents:ask": ("consents:detail", "a[href*='/vragen/']"),
        "consents:extend": ("consents:detail", "a[href$='/verlengen/']"),
        "consents:withdraw": ("consents:detail", "a[href$='/intrekken/']"),
        "balance:publication": (f"{REGION}/totalen/", "a[href*='/totalen/0']"),
        "plans:outlet_made": (f"{REGION}/plannen/leveren/", "a[href*='/klaar/']"),
    },
    "accounthouder": {
        "commitments:detail": (f"{REGION}/afspraken/?wie=overijssel", "th a[href*='/afspraken/']"),
        "commitments:meet": ("commitments:detail", "a[href$='/vervuld/']"),
        "commitments:drop_condition": (
            "commitments:detail",
            "a[href*='/voorwaarden/'][href$='/intrekken/']",
        ),
    },
    "beheerder": {
        "norms:norm": (f"{REGION}/normen/", "a[href*='/normen/norm/']"),
        "norms:profile": (f"{REGION}/normen/", "a[href*='/normen/definitie/']"),
        "region:person": (f"{REGION}/mensen/", "th a[href*='/mensen/']"),
        "region:give_role": ("region:person", "a[href$='/rol/']"),
        "region:end_role": ("region:person", "a[href$='/beeindigen/']"),
    },
}
# Lists that somebody hands in first, so that there is something to be led to.
LISTS = {
    f"{REGION}/plannen/aanleveren/": [
        "Gemeente;Naam;Planologische status;Bouw 2030\nKampen;Reeve, derde fase;1A;veel\n",
    ],
    f"{REGION}/plannen/programma/aanleveren/": [
        "Gemeente;Segment;Van jaar;Tot en met jaar;Woningen;Bron\n"
        "Kampen;alle woningen;2036;2045;veel;Woonvisie\n",
        "Gemeente;Segment;Van jaar;Tot en met jaar;Woningen;Bron\n"
        "Kampen;alle woningen;2036;2045;2.400;Woonvisie\n"
        "Kampen;sociale huur;2036;2045;700;Woonvisie\n",
    ],
    f"{REGION}/plannen/realisatie/aanleveren/": [
        "Gemeente;Jaar;Nieuwbouw;Sloop\nKampen;2025;veel;3\n",
        "Gemeente;Jaar;Nieuwbouw;Sloop\nKampen;2024;198;3\n",
    ],
}
# Seen elsewhere: long work, and the editor of a plan that two people change, in test_journeys.py;
# the questions about the columns of a list, in test_delivery_journey.py; what everybody may see,
# in test_audience_journey.py; a text that was handed in, and signatures, in test_cooperation.py.
SEEN_ELSEWHERE = {
    "runs:detail",
    "plans:import_columns",
    "documents:staged",
    "documents:matched",
    "consents:signatures",
}
# 1440 at twice its size is 720 wide; 320 is a small phone, or 1280 at four times.
WIDTHS = (1440, 1024, 720, 390, 320)
