# SPDX-License-Identifier: Apache-2.0
"""The states and the District of Columbia, the territories, and the ten HHS regions."""

HHS_REGIONS = {
    1: "CT ME MA NH RI VT",
    2: "NJ NY",
    3: "DC DE MD PA VA WV",
    4: "AL FL GA KY MS NC SC TN",
    5: "IL IN MI MN OH WI",
    6: "AR LA NM OK TX",
    7: "IA KS MO NE",
    8: "CO MT ND SD UT WY",
    9: "AZ CA HI NV",
    10: "AK ID OR WA",
}
HHS_REGION_OF = {state: f"HHS {number}"
                 for number, states in HHS_REGIONS.items() for state in states.split()}

TERRITORIES = {
    "AS": "American Samoa",
    "GU": "Guam",
    "MP": "Northern Mariana Islands",
    "PR": "Puerto Rico",
    "PW": "Palau",
    "VI": "Virgin Islands",
}
