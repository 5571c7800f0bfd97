// SPDX-License-Identifier: Apache-2.0
// Turns HDF5's error stack into text, and gives ids back.
#include "archive/hdf5_handle.hpp"

#include <fmt/format.h>

#include <utility>

namespace surgeflow::archive {
namespace {

/// HDF5 keeps its state in the process, so the lock on it is one for the process as well.
std::mutex& library_mutex() {
  static std::mutex mutex;
  return mutex;
}

/// Called by C code, so nothing may be thrown out of it; text that finds no memory is left out.
herr_t append_entry(unsigned, const H5E_error2_t* entry, void* text) noexcept try {
  auto& whole = *static_cast<std::string*>(text);
  const std::string_view description = entry->desc != nullptr ? entry->desc : "";
  if (description.empty() || whole.find(description) != std::string::npos) return 0;
  if (!whole.empty()) whole += "; ";
  whole += description;
  return 0;
} catch (...) {
  return 0;
}

std::string error_stack_text() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, append_entry, &text);
  return text.empty() ? "no further text from HDF5" : text;
}

std::string_view remedy_for(std::string_view library_text) {
  if (library_text.find("unable to lock file") != std::string_view::npos) {
    return "another program has the file open, or its file system has no locks: close the other "
           "program, or set HDF5_USE_FILE_LOCKING=FALSE";
  }
  if (library_text.find("MPI_File") != std::string_view::npos) {
    return "see that the disk has room, and name a place that all ranks share and whose file "
           "system serves MPI-IO";
  }
  if (library_text.find("errno") != std::string_view::npos) {
    return "see that the disk is there and may be read";
  }
  return "see that enough memory is free and that the file is whole";
}

}  // namespace

Hdf5Error::Hdf5Error(std::string_view call, std::string_view object, std::string library_text)
    : SystemError(
          fmt::format("{} on '{}': {}; {}", call, object, library_text, remedy_for(library_text))),
      object_(object),
      library_text_(std::move(library_text)) {}

void throw_hdf5_error(std::string_view call, std::string_view object) {
  throw Hdf5Error(call, object, error_stack_text());
}

Hdf5Session::Hdf5Session() : lock_(library_mutex()) {
  require(H5Eget_auto2(H5E_DEFAULT, &printer_, &printer_data_), "H5Eget_auto2", "HDF5");
  require(H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr), "H5Eset_auto2", "HDF5");
}

Hdf5Session::~Hdf5Session() { H5Eset_auto2(H5E_DEFAULT, printer_, printer_data_); }

Handle::Handle(hid_t id, Closer closer, std::string_view call, std::string_view object)
    : id_(require(id, call, object)), closer_(closer) {}

Handle::~Handle() {
  if (id_ >= 0) closer_.function(id_);
}

Handle::Handle(Handle&& other) noexcept
    : id_(std::exchange(other.id_, H5I_INVALID_HID)), closer_(other.closer_) {}

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(closer_, other.closer_);
  return *this;
}

void Handle::close(std::string_view object) {
  const hid_t id = std::exchange(id_, H5I_INVALID_HID);
  if (id >= 0) require(closer_.function(id), closer_.call, object);
}

}  // namespace surgeflow::archive
