// SPDX-License-Identifier: Apache-2.0
// The datasets of the group /joint of a plan file of several items.
#pragma once

#include "archive/plan_layout.hpp"

namespace surgeflow::archive {

inline constexpr const char* kItemPath = "joint/item";
inline constexpr const char* kCarrierPath = "joint/carrier";
inline constexpr const char* kTreatmentPath = "joint/treatment";
inline constexpr const char* kUsePath = "joint/use";
inline constexpr const char* kTierPath = "joint/tier";
inline constexpr const char* kGainParts = "resolution";  // of a patient
inline constexpr const char* kPriceResolution = "price_resolution";

inline constexpr Variable kNeeding{"joint/patients_needing",
                                   {"patients", "patients who need the item"}};
inline constexpr Variable kTreatedBy{"joint/treated", {"patients", "patients given the treatment"}};
inline constexpr Variable kTreatmentItem{"joint/treatment_item",
                                         {"1", "index of the item that treats, from 0"}};
inline constexpr Variable kTreatmentOf{
    "joint/treatment_patients_of", {"1", "index of the item whose patients are treated, from 0"}};
inline constexpr Variable kTreatmentGain{"joint/treatment_gain",
                                         {"1/resolution patient", "what one patient gains"}};
inline constexpr Variable kTreatmentTier{"joint/treatment_tier",
                                         {"1", "tier of these patients, from 0"}};
inline constexpr Variable kTierItem{"joint/tier_item",
                                    {"1", "index of the item whose patients they are"}};
inline constexpr Variable kTierPatients{"joint/tier_patients",
                                        {"patients", "patients of the tier"}};
inline constexpr Variable kTierWeight{"joint/tier_weight",
                                      {"1/resolution patient", "what each of them counts"}};
inline constexpr Variable kUseItem{"joint/use_item",
                                   {"1", "index of the item that treats, from 0"}};
inline constexpr Variable kUseConsumable{"joint/use_consumable",
                                         {"1", "index of the item that is used, from 0"}};
inline constexpr Variable kUsePatient{"joint/use_per_patient", {"units", "taken by each patient"}};
inline constexpr Variable kUsePeriod{"joint/use_per_period",
                                     {"units", "taken by each patient in each period"}};
inline constexpr Variable kCarrierLimit{"joint/carrier_limit", {"loads", "most in one period"}};
inline constexpr Variable kCarrierLoad{"joint/carrier_load", {"loads", "of one device or unit"}};
inline constexpr Label kPriceLabel{"1/(resolution x price_resolution) patient",
                                   "multiplier of the tie"};
inline constexpr Variable kCarrierPrice{"joint/carrier_price", kPriceLabel};
inline constexpr Variable kPatientPrice{"joint/patient_price", kPriceLabel};
inline constexpr Variable kTierPrice{"joint/tier_price", kPriceLabel};
inline constexpr Variable kUnitPrice{"joint/unit_price", kPriceLabel};
inline constexpr Variable kItemLendingPrice{"joint/lending_price", kPriceLabel};
inline constexpr Variable kItemAwayPrice{"joint/away_price", kPriceLabel};
inline constexpr Variable kBeds{"joint/beds",
                                {"devices", "that may be in use in staffed beds, of all items"}};
inline constexpr Variable kBedPrice{"joint/bed_price", kPriceLabel};
inline constexpr Variable kInBeds{"joint/in_beds",
                                  {"1", "1 where patients of the item's devices lie in beds"}};
inline constexpr const char* kLanePath = "joint/lane";
inline constexpr Variable kCarrierByMode{"joint/carrier_by_mode",
                                         {"1", "1 where only the lanes that are listed count"}};
inline constexpr Variable kLaneCarrier{"joint/lane_carrier",
                                       {"1", "index of the carrier that the lane counts for"}};
inline constexpr Variable kLaneOrigin{"joint/lane_origin",
                                      {"1", "index of the facility that sends"}};
inline constexpr Variable kLaneDestination{"joint/lane_destination",
                                           {"1", "index of the facility that receives"}};

}  // namespace surgeflow::archive
