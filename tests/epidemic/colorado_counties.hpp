// SPDX-License-Identifier: Apache-2.0
// Colorado's counties with three or more confirmed cases on 2020-03-31, for the study's demand.
#pragma once

#include <array>

namespace surgeflow::epidemic {

struct County {
  const char* fips;
  double population;  ///< 2019, persons; US Census Bureau, Population Estimates (public domain)
  double cases;       ///< confirmed by 2020-03-31; COVID-19 Data Repository by CSSE, Johns Hopkins
};

/// Hospitalised in the state on 2020-03-31 (Colorado Department of Public Health and Environment),
/// and the state's confirmed cases, 129 of them without a county (Johns Hopkins).
inline constexpr double kStateHospitalized = 509.0;
inline constexpr double kStateCases = 2966.0;

inline constexpr std::array<County, 34> kColoradoCounties = {{
    {"08001", 517421, 181}, {"08005", 656590, 333}, {"08009", 3581, 3},    {"08013", 326196, 107},
    {"08014", 70465, 20},   {"08015", 20356, 17},   {"08019", 9700, 4},    {"08023", 3887, 3},
    {"08031", 727211, 539}, {"08035", 351154, 141}, {"08037", 55127, 227}, {"08039", 26729, 5},
    {"08041", 720403, 286}, {"08045", 60061, 33},   {"08049", 15734, 4},   {"08051", 17462, 82},
    {"08059", 582881, 304}, {"08067", 56221, 23},   {"08069", 356899, 99}, {"08075", 22409, 6},
    {"08077", 154210, 14},  {"08081", 13283, 4},    {"08085", 42758, 13},  {"08087", 29068, 4},
    {"08089", 18278, 3},    {"08093", 18845, 3},    {"08097", 17767, 30},  {"08101", 168424, 21},
    {"08105", 11267, 5},    {"08107", 25638, 17},   {"08113", 8179, 4},    {"08117", 31011, 20},
    {"08119", 25388, 7},    {"08123", 324492, 255},
}};

}  // namespace surgeflow::epidemic
