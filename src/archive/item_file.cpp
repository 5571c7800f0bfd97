// SPDX-License-Identifier: Apache-2.0
// The groups /items and /joint.
#include "surgeflow/archive/item_file.hpp"

#include <fmt/format.h>

#include "archive/decision_record.hpp"
#include "archive/group_labels.hpp"
#include "archive/joint_record.hpp"
#include "archive/lane_record.hpp"
#include "archive/plan_image.hpp"
#include "archive/plan_layout.hpp"
#include "archive/plan_reading.hpp"
#include "archive/summary_record.hpp"
#include "archive/whole_file.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::archive {
namespace {

constexpr std::int64_t kItemsVersion = 3;

void require_items_format(const Hdf5Reader& file) {
  if (!file.has_attribute("/", "format") || file.text("/", "format") != kItemsFormatName) {
    file.refuse("/@format", "this HDF5 file holds no plans of several items", kPlanFileKind);
  }
  const std::int64_t version = file.integer("/", "format_version");
  if (version != kItemsVersion) {
    file.refuse("/@format_version", fmt::format("format version {}", version),
                fmt::format("{}", kItemsVersion), kWriteAgain);
  }
}

}  // namespace

ItemPlans ItemDocument::plans() const {
  ItemPlans plans{.plans = {}, .patients = patients};
  for (const PlanDocument& item : items) {
    plans.plans.push_back(without_ordered(item.plan, item.orders).plan);
  }
  return plans;
}

TieProof ItemDocument::proof() const {
  TieProof proof{.prices = prices, .potentials = {}};
  for (const PlanDocument& item : items) {
    proof.potentials.push_back(item.potentials);
    proof.limits.push_back(item.limits ? item.limits->prices : LimitPrices{});
  }
  return proof;
}

void write_item_plans(const std::filesystem::path& path, const ItemDocument& document,
                      int threads) {
  const auto image = [&] {
    const Hdf5Session session;
    Hdf5Writer file(path.string(), Compression::small, threads);
    file.set("/", "format", kItemsFormatName);
    file.set("/", "format_version", kItemsVersion);
    file.set("/", "title", document.items.front().case_name);
    file.make_group(kItemsPath);
    for (const PlanDocument& item : document.items) {
      require_one_shape(item);
      const PlanTrace trace = trace_plan(item.instance, item.plan);
      file.enter(item_group(item.item_name));
      write_document(file, item, {.values = values_of(item, trace), .checksums = {}});
      file.enter("");
    }
    write_joint(file, document);
    write_records(file, document.summary, document.provenance);
    return file.finish();
  };
  write_whole(path, image());
}

ItemDocument read_item_plans(const std::filesystem::path& path, int threads) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kPlanFileKind), [&](const Hdf5Reader& file) {
    require_items_format(file);
    const Size size = read_joint_size(file);
    ItemDocument document;
    for (const std::string& name : read_item_names(file)) {
      const Hdf5Reader item(path, kPlanFileKind, item_group(name));
      fetch_for_document(item, threads);
      document.items.push_back(read_document(item, whole_lanes(threads)));
      const Instance& instance = document.items.back().instance;
      if (instance.demand().values().size() != size.facilities * size.periods) {
        file.refuse(item_group(name), "another number of facilities or periods than /joint has",
                    "one shape", kWriteAgain);
      }
    }
    fetch_for_document(file, threads);
    read_joint(file, size, document);
    document.summary = read_summary(file);
    document.provenance = read_provenance(file);
    return document;
  });
}

bool holds_items(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kPlanFileKind), [](const Hdf5Reader& file) {
    return file.has_attribute("/", "format") && file.text("/", "format") == kItemsFormatName;
  });
}

StoredItemClaims read_item_claims(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(Hdf5Reader(path, kPlanFileKind), [&](const Hdf5Reader& file) {
    StoredItemClaims claims;
    for (const std::string& name : read_item_names(file)) {
      const Hdf5Reader item(path, kPlanFileKind, item_group(name));
      claims.items.push_back(read_stored_claims(item));
    }
    claims.altered_datasets = altered_datasets(file);
    return claims;
  });
}

}  // namespace surgeflow::archive
