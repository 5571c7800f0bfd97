// SPDX-License-Identifier: Apache-2.0
// Command, settings, versions and checksums of a run.
#include "app/provenance.hpp"

#include <ctime>

#include "app/prepare.hpp"
#include "app/version.hpp"

namespace surgeflow::app {
namespace {

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc = {};
  gmtime_r(&now, &utc);
  char text[sizeof "2020-03-31T12:00:00Z"];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return std::string(text, length);
}

}  // namespace

archive::Provenance make_provenance(const std::vector<std::string>& arguments,
                                    const formats::CaseFile& file) {
  archive::Provenance provenance;
  provenance.command.emplace_back("surgeflow");
  provenance.command.insert(provenance.command.end(), arguments.begin(), arguments.end());
  provenance.options = resolved_settings(file.statement);
  provenance.versions = versions();
  provenance.input_sha256 = file.input_sha256;
  provenance.created = utc_now();
  return provenance;
}

}  // namespace surgeflow::app
