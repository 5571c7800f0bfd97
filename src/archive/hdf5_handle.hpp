// SPDX-License-Identifier: Apache-2.0
// Owners of HDF5 ids, and the one way in which a failed HDF5 call becomes an exception.
#pragma once

#include <hdf5.h>

#include <mutex>
#include <string>
#include <string_view>

#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {

/// An HDF5 call failed. `library_text` is HDF5's error stack, innermost cause first.
class Hdf5Error : public SystemError {
 public:
  Hdf5Error(std::string_view call, std::string_view object, std::string library_text);
  [[nodiscard]] const std::string& object() const { return object_; }
  [[nodiscard]] const std::string& library_text() const { return library_text_; }

 private:
  std::string object_;
  std::string library_text_;
};

/// Throws Hdf5Error with the text of HDF5's error stack, which the next HDF5 call would clear.
[[noreturn]] void throw_hdf5_error(std::string_view call, std::string_view object);

/// The result of an HDF5 call, which is negative where the call failed.
template <class Result>
Result require(Result result, std::string_view call, std::string_view object) {
  if (result < 0) throw_hdf5_error(call, object);
  return result;
}

/// One stretch of HDF5 calls: keeps other threads of this library out, because HDF5 is commonly
/// built without thread safety, and keeps HDF5 from printing errors that are thrown instead. What
/// the caller had set for printing is put back at the end.
class Hdf5Session {
 public:
  Hdf5Session();
  ~Hdf5Session();
  Hdf5Session(const Hdf5Session&) = delete;
  Hdf5Session& operator=(const Hdf5Session&) = delete;

 private:
  std::unique_lock<std::mutex> lock_;
  H5E_auto2_t printer_ = nullptr;
  void* printer_data_ = nullptr;
};

/// How an id is given back, and what the call is called.
struct Closer {
  herr_t (*function)(hid_t) = nullptr;
  std::string_view call;
};

inline constexpr Closer kFileCloser{H5Fclose, "H5Fclose"};
inline constexpr Closer kGroupCloser{H5Gclose, "H5Gclose"};
inline constexpr Closer kDatasetCloser{H5Dclose, "H5Dclose"};
inline constexpr Closer kAttributeCloser{H5Aclose, "H5Aclose"};
inline constexpr Closer kSpaceCloser{H5Sclose, "H5Sclose"};
inline constexpr Closer kTypeCloser{H5Tclose, "H5Tclose"};
inline constexpr Closer kPropertiesCloser{H5Pclose, "H5Pclose"};
inline constexpr Closer kObjectCloser{H5Oclose, "H5Oclose"};

/// Owns one HDF5 id. The destructor gives it back and is silent; `close` reports a failure, which
/// matters where data are still to be written.
class Handle {
 public:
  Handle() = default;
  /// Takes the id that `call` on `object` returned; throws Hdf5Error where that is negative.
  Handle(hid_t id, Closer closer, std::string_view call, std::string_view object);
  ~Handle();
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  [[nodiscard]] hid_t id() const { return id_; }
  void close(std::string_view object);
  /// Leaves the id to the end of the process: closing it would wait for ranks that may not come.
  void abandon() { id_ = H5I_INVALID_HID; }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Closer closer_;
};

}  // namespace surgeflow::archive
