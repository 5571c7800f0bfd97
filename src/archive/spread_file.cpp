// SPDX-License-Identifier: Apache-2.0
// The collective calls behind SpreadFile.
#include "archive/spread_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

#include "archive/checksum.hpp"
#include "archive/hdf5_types.hpp"
#include "comm/native.hpp"
#include "comm/visit_in_order.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {
namespace {

/// What a dataset takes beside its values, at most: the index of its chunks, and chunks that HDF5
/// fills with zeros before they are written.
std::int64_t room_beside(std::int64_t value_bytes) {
  constexpr std::int64_t kLeast = std::int64_t{8} << 10;
  return kLeast + value_bytes / 256;
}

std::int64_t file_size_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
    return std::numeric_limits<std::int64_t>::max();
  }
  return static_cast<std::int64_t>(limit.rlim_cur);
}

Handle open_by_all(const std::string& name, const comm::Communicator& ranks) {
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), kPropertiesCloser, "H5Pcreate", name);
  if (comm::Native::has(ranks)) {
    require(H5Pset_fapl_mpio(access.id(), comm::Native::of(ranks), MPI_INFO_NULL),
            "H5Pset_fapl_mpio", name);
    require(H5Pset_all_coll_metadata_ops(access.id(), true), "H5Pset_all_coll_metadata_ops", name);
    require(H5Pset_coll_metadata_write(access.id(), true), "H5Pset_coll_metadata_write", name);
  }
  return Handle(H5Fopen(name.c_str(), H5F_ACC_RDWR, access.id()), kFileCloser, "H5Fopen", name);
}

}  // namespace

SpreadFile::SpreadFile(PendingFile* file, std::int64_t bytes, const comm::Communicator& ranks)
    : pending_(file),
      ranks_(ranks),
      name_(ranks.broadcast_text(file == nullptr ? "" : file->temporary().string())),
      bytes_(ranks.broadcast_value(bytes)) {
  reserve(0);
  require_visible();
  broken_ = true;
  const Hdf5Session session;
  file_ = open_by_all(name_, ranks_);
  broken_ = false;
}

SpreadFile::~SpreadFile() {
  const Hdf5Session session;
  if (broken_) file_.abandon();
  const Handle closed = std::move(file_);
}

/// Without it, ranks that can not open the file would leave the others waiting within MPI.
void SpreadFile::require_visible() const {
  ranks_.all_or_none([&] {
    const int descriptor = ::open(name_.c_str(), O_RDWR | O_CLOEXEC);
    const int error = errno;
    struct stat status {};
    const bool whole =
        descriptor >= 0 && ::fstat(descriptor, &status) == 0 && status.st_size >= bytes_;
    if (descriptor >= 0) ::close(descriptor);
    if (whole) return;
    throw SystemError(fmt::format(
        "rank {} can not open '{}', which rank 0 has written: {}; name a folder that all ranks "
        "share",
        ranks_.rank(), name_,
        descriptor < 0 ? std::generic_category().message(error) : "it is shorter here"));
  });
}

void SpreadFile::reserve(std::int64_t bytes) {
  const std::int64_t needed = bytes_ + bytes + room_beside(bytes);
  ranks_.all_or_none([&] {
    if (pending_ != nullptr) pending_->reserve(needed);
    if (needed <= file_size_limit()) return;
    throw SystemError(fmt::format(
        "write '{}' on rank {}: {}; the limit on file sizes is too low: raise it (ulimit -f) on "
        "all ranks",
        name_, ranks_.rank(), std::generic_category().message(EFBIG)));
  });
}

template <class T>
void SpreadFile::write_rows(const std::string& path, std::span<const T> values,
                            const RowRange& rows) {
  const std::int64_t bytes = ranks_.sum(static_cast<std::int64_t>(values.size_bytes()));
  reserve(bytes);
  broken_ = true;
  bytes_ += write_selected(path, ElementType<T>::memory(), values.data(), rows);
  broken_ = false;
  bytes_ += room_beside(bytes);
}

template void SpreadFile::write_rows(const std::string&, std::span<const std::int32_t>,
                                     const RowRange&);
template void SpreadFile::write_rows(const std::string&, std::span<const std::int64_t>,
                                     const RowRange&);

/// What the dataset takes then.
std::int64_t SpreadFile::write_selected(const std::string& path, hid_t memory_type,
                                        const void* values, const RowRange& rows) {
  const Hdf5Session session;
  const std::string object = fmt::format("{}:/{}", name_, path);
  Handle dataset(H5Dopen2(file_.id(), path.c_str(), H5P_DEFAULT), kDatasetCloser, "H5Dopen2",
                 object);
  const Handle stored(H5Dget_space(dataset.id()), kSpaceCloser, "H5Dget_space", object);
  select_rows(stored, rows, object);
  const auto selected = static_cast<hsize_t>(
      require(H5Sget_select_npoints(stored.id()), "H5Sget_select_npoints", object));
  const Handle own(H5Screate_simple(1, &selected, nullptr), kSpaceCloser, "H5Screate_simple",
                   object);
  const Handle transfer(H5Pcreate(H5P_DATASET_XFER), kPropertiesCloser, "H5Pcreate", object);
  if (comm::Native::has(ranks_)) {
    require(H5Pset_dxpl_mpio(transfer.id(), H5FD_MPIO_COLLECTIVE), "H5Pset_dxpl_mpio", object);
  }
  require(H5Dwrite(dataset.id(), memory_type, own.id(), stored.id(), transfer.id(), values),
          "H5Dwrite", object);
  const auto stored_bytes = static_cast<std::int64_t>(H5Dget_storage_size(dataset.id()));
  dataset.close(object);
  return stored_bytes;
}

void SpreadFile::close() {
  broken_ = true;
  const Hdf5Session session;
  file_.close(name_);
  broken_ = false;
}

template <class T>
std::string spread_sha256(std::span<const T> own, std::size_t row_values,
                          const comm::Communicator& ranks) {
  const auto values = static_cast<std::size_t>(ranks.sum(static_cast<std::int64_t>(own.size())));
  Sha256 digest = begin_content(ElementName<T>::value, {values / row_values, row_values});
  comm::visit_in_order(own, row_values, ranks,
                       [&](std::span<const T> part) { digest.update(std::as_bytes(part)); });
  return ranks.is_root() ? digest.finish() : std::string();
}

template std::string spread_sha256(std::span<const std::int32_t>, std::size_t,
                                   const comm::Communicator&);
template std::string spread_sha256(std::span<const std::int64_t>, std::size_t,
                                   const comm::Communicator&);

}  // namespace surgeflow::archive
