"""The pages of the house, and who may open them."""

REGION = "/west-overijssel"
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
    f"{REGION}/plannen/programma/",
    f"{REGION}/plannen/programma/GM0166/",
    f"{REGION}/plannen/aanleveren/",
    f"{REGION}/prognoses/",
    f"{REGION}/balans/",
    f"{REGION}/balans/?definitie=strict-1a&van=20",
    f"{REGION}/balans/brug/?definitie_a=legal-hard&definitie_b=rigo-legend",
    f"{REGION}/stand/",
    f"{REGION}/stand/GM0166/",
    f"{REGION}/normen/",
    f"{REGION}/logboek/",
    f"{REGION}/regio/",
    "/bronnen/demo-plannen/",
    "/account/toegangssleutels/",
    "/account/wachtwoord/",
    # A page that is not there, and one that is not for her.
    "/nergens/",
    f"{REGION}/normen/nieuw/",
]
SECRETARY = [f"{REGION}/", f"{REGION}/prognoses/inlezen/", f"{REGION}/mensen/"]
ADMINISTRATOR = [f"{REGION}/normen/nieuw/", f"{REGION}/mensen/", f"{REGION}/mensen/uitnodigen/"]
PUBLIC = ["/", "/account/login/", "/account/wachtwoord/vergeten/"]
BY_ROLE = {
    "beleid.kampen": OFFICIAL,
    "regiosecretaris": SECRETARY,
    "beheerder": ADMINISTRATOR,
    "": PUBLIC,
}
# 1440 at twice its size is 720 wide; 320 is a small phone, or 1280 at four times.
WIDTHS = (1440, 1024, 720, 390, 320)
