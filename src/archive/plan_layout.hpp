// SPDX-License-Identifier: Apache-2.0
// The datasets of a plan file: path, unit and meaning, the same for writing and reading.
#pragma once

#include <cstdint>

#include "archive/hdf5_writer.hpp"

namespace surgeflow::archive {

inline constexpr const char* kFormatName = "surgeflow plan";
inline constexpr std::int64_t kFormatVersion = 2;
/// Multipliers in a file are no larger, so that sums of them can not overflow.
inline constexpr std::int64_t kMostPrice = std::int64_t{1} << 40;
inline constexpr const char* kPlanFileKind = "a plan file written by surgeflow plan";

/// A dataset of the file. Units are "1" where a value has none: text and indices.
struct Variable {
  const char* path;
  Label label;
};

inline constexpr Label kFacilityLabel{"1", "facility id"};
inline constexpr Label kPeriodLabel{"1", "first hour of the period (ISO 8601)"};
inline constexpr const char* kTimeLongName = "start of the period";

inline constexpr const char* kFacilityPath = "input/facility";
inline constexpr const char* kPeriodPath = "input/period";
inline constexpr const char* kDestinationPath = "input/destination";

inline constexpr Variable kName{"input/name", {"1", "facility name"}};
inline constexpr Variable kRegion{"input/region", {"1", "region of the facility"}};
inline constexpr Variable kLatitude{"input/latitude", {"degrees_north", "latitude (WGS84)"}};
inline constexpr Variable kLongitude{"input/longitude", {"degrees_east", "longitude (WGS84)"}};
inline constexpr Variable kPopulation{"input/population", {"persons", "inhabitants"}};
inline constexpr Variable kHospitalized{"input/hospitalized",
                                        {"persons", "persons in hospital at the start"}};
inline constexpr Variable kLeadPeriods{
    "input/lead_periods", {"periods", "of a pool: transit time to every facility; 0: no pool"}};
inline constexpr Variable kDevices{"input/devices", {"devices", "devices at the start"}};
inline constexpr Variable kTurnaround{
    "input/turnaround", {"periods", "from assigning a device until it is free again"}};
inline constexpr Variable kInProcessing{
    "input/in_processing", {"periods", "from the arrival of a new device until it can be used"}};
inline constexpr Variable kDemand{"input/demand", {"patients", "new patients who need a device"}};
inline constexpr Variable kArrivals{"input/arrivals",
                                    {"devices", "new devices arriving from outside"}};
inline constexpr Variable kCommitments{
    "input/commitments", {"devices", "what decided shipments bring, or take where negative"}};
inline constexpr Variable kTransit{
    "input/transit", {"periods", "transit time from facility to destination, 0: no lane"}};
inline constexpr Variable kTransitModel{"input/transit",
                                        {"1", "rule of transit times: see the attributes"}};
inline constexpr Variable kLaneCost{"input/lane_cost",
                                    {"1", "movement cost of one device on the lane"}};

inline constexpr const char* kGainsPath = "input/steps";

inline constexpr const char* kOrdersPath = "input/orders";
inline constexpr const char* kOrderPath = "input/orders/order";
inline constexpr Label kOrderLabel{"1", "number of the order"};
inline constexpr Variable kOrderAction{"input/orders/action",
                                       {"1", "ban, force, lock or keep; see docs/orders.md"}};
inline constexpr Variable kOrderOrigin{"input/orders/origin",
                                       {"1", "index of the facility, from 0; -1: every one"}};
inline constexpr Variable kOrderDestination{
    "input/orders/destination", {"1", "index of the receiving facility, from 0; -1: every one"}};
inline constexpr Variable kOrderFirst{"input/orders/first",
                                      {"1", "index of the first period, from 0"}};
inline constexpr Variable kOrderLast{"input/orders/last",
                                     {"1", "index of the last period, from 0"}};
inline constexpr Variable kOrderDevices{"input/orders/devices", {"devices", "devices ordered"}};
inline constexpr Variable kOrderLine{"input/orders/line", {"1", "line of the file, from 1"}};

inline constexpr Variable kTreated{"plan/treated", {"patients", "patients given a device"}};
inline constexpr Variable kUnmet{"plan/unmet", {"patients", "patients left without a device"}};
inline constexpr Variable kIdle{"plan/idle", {"devices", "devices idle at the end of the period"}};
inline constexpr Variable kInUse{"plan/in_use",
                                 {"devices", "devices on patients or being cleaned"}};
inline constexpr Variable kSent{"plan/sent", {"devices", "devices leaving for other facilities"}};
inline constexpr Variable kReceived{"plan/received",
                                    {"devices", "devices arriving from other facilities"}};

inline constexpr const char* kShipmentPath = "shipments/shipment";
inline constexpr Label kShipmentLabel{"1", "number of the shipment"};
inline constexpr Variable kOrigin{"shipments/origin",
                                  {"1", "index of the sending facility, from 0"}};
inline constexpr Variable kDestination{"shipments/destination",
                                       {"1", "index of the receiving facility, from 0"}};
inline constexpr Variable kOriginId{"shipments/origin_id", {"1", "id of the sending facility"}};
inline constexpr Variable kDestinationId{"shipments/destination_id",
                                         {"1", "id of the receiving facility"}};
inline constexpr Variable kDepart{"shipments/depart",
                                  {"1", "index of the period of departure, from 0"}};
inline constexpr Variable kArrive{"shipments/arrive",
                                  {"1", "index of the period from which the devices can be used"}};
inline constexpr Variable kQuantity{"shipments/quantity", {"devices", "devices shipped"}};
inline constexpr Variable kDistance{"shipments/distance_km",
                                    {"km", "geodesic distance (WGS84), NaN where not known"}};

inline constexpr Variable kDevicePatients{
    "duals/device_value_patients",
    {"patients per device", "patients saved by one more idle device, before any movement"}};
inline constexpr Variable kDeviceMoves{
    "duals/device_value_moves",
    {"movement per device", "movement saved by one more idle device, beside the patients"}};

/// Attribute of /duals: units of the prices of ties in a patient.
inline constexpr const char* kPriceParts = "parts_of_patient";

inline constexpr const char* kItemsFormatName = "surgeflow item plans";
inline constexpr const char* kItemsPath = "items";
inline constexpr const char* kJointPath = "joint";

inline constexpr const char* kPartnersPath = "input/partners";
inline constexpr const char* kConsolidationPath = "consolidation";

inline constexpr const char* kLimitsPath = "limits";
inline constexpr Variable kDispatchPrice{
    "limits/dispatch_price",
    {"1/resolution of gains", "multiplier of the devices that leave in the period"}};
inline constexpr Variable kAwayPrice{
    "limits/away_price",
    {"1/resolution of gains", "multiplier of the devices that must be at the facility"}};

inline constexpr Variable kLendingPrice{
    "limits/lending_price",
    {"1/resolution of gains", "multiplier of the devices that may leave the facility"}};
inline constexpr Variable kInUsePrice{"limits/in_use_price",
                                      {"1/resolution of gains", "multiplier of the staffed beds"}};
inline constexpr Variable kOwnPrice{
    "limits/own_price",
    {"1/resolution of gains", "multiplier of the patients that the facility must treat"}};
inline constexpr Variable kCoverPrice{
    "limits/cover_price",
    {"1/resolution of gains", "multiplier of the idle devices that cover the facility's reserve"}};
inline constexpr const char* kFloorGroupPath = "limits/group";
inline constexpr Variable kFloorGroup{
    "limits/floor_group", {"1", "group of the facility whose patients have a floor; -1: none"}};
inline constexpr Variable kFloor{"limits/floor",
                                 {"patients", "whom the group treats at least over the horizon"}};
inline constexpr Variable kFloorPrice{"limits/floor_price",
                                      {"1/resolution of gains", "multiplier of the floor"}};
inline constexpr Variable kFleet{
    "limits/fleet", {"devices", "devices that count as the facility's own for what may be away"}};
inline constexpr Variable kStaffedBeds{"limits/staffed_beds",
                                       {"devices", "most devices in use at once"}};
inline constexpr Variable kInCare{
    "limits/in_care",
    {"devices", "devices on patients from before the first period, who still need them"}};
inline constexpr Variable kPromised{
    "limits/promised",
    {"patients",
     "whom the facility would have treated more than it has, had nothing been shipped"}};

inline constexpr const char* kFairnessPath = "fairness";

inline constexpr const char* kStepsPath = "lagrangian";
inline constexpr const char* kStepNumberPath = "lagrangian/number";
inline constexpr Label kStepNumberLabel{"1", "number of the step"};
inline constexpr Variable kStep{"lagrangian/step", {"1", "what was done"}};
inline constexpr Variable kStepPartition{"lagrangian/partition",
                                         {"1", "the blocks it was done on, by name"}};
inline constexpr Variable kStepBlocks{"lagrangian/blocks", {"1", "number of blocks"}};
inline constexpr Variable kStepBound{"lagrangian/bound_treated",
                                     {"patients", "no plan treats more"}};
inline constexpr Variable kStepTreated{"lagrangian/treated",
                                       {"patients", "treated by the best plan so far"}};
inline constexpr Variable kStepGap{"lagrangian/gap",
                                   {"1", "(bound_treated - treated) / bound_treated"}};
inline constexpr Variable kStepSeconds{"lagrangian/seconds", {"s", "wall time of the step"}};
inline constexpr Variable kStepSlowest{"lagrangian/slowest_block_seconds",
                                       {"s", "processor time of the slowest block"}};
inline constexpr Variable kStepMean{"lagrangian/mean_block_seconds",
                                    {"s", "processor time of a block on average"}};
inline constexpr Variable kStepBytes{"lagrangian/bytes_sent", {"B", "sent by all ranks"}};

inline constexpr const char* kHistoryPath = "history";
inline constexpr const char* kPastShipmentsPath = "history/shipments";
inline constexpr const char* kReconciliationPath = "history/reconciliation";
inline constexpr const char* kReplansPath = "history/replans";
inline constexpr const char* kReplanPath = "replan";
inline constexpr const char* kReplanOrdersPath = "replan/orders";
inline constexpr const char* kReplanComingPath = "replan/coming";

inline constexpr const char* kProvenancePath = "provenance";
inline constexpr const char* kVersionsPath = "provenance/versions";
inline constexpr const char* kInputsPath = "provenance/inputs";
inline constexpr const char* kChecksumsPath = "provenance/checksums";
inline constexpr const char* kVolatilePath = "provenance/volatile";

/// The groups whose every dataset has a checksum.
inline constexpr const char* kDataGroups[] = {"input",
                                              kGainsPath,
                                              kOrdersPath,
                                              kPartnersPath,
                                              "plan",
                                              "shipments",
                                              "duals",
                                              kLimitsPath,
                                              kFairnessPath,
                                              kHistoryPath,
                                              kPastShipmentsPath,
                                              kReconciliationPath,
                                              kReplansPath,
                                              kReplanPath,
                                              kReplanOrdersPath,
                                              kReplanComingPath,
                                              kJointPath};

}  // namespace surgeflow::archive
