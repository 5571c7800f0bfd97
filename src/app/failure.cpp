// SPDX-License-Identifier: Apache-2.0
// Messages for what went wrong.
#include "app/failure.hpp"

#include <filesystem>
#include <new>
#include <ostream>

#include "comm/communicator.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::app {
namespace {

void explain_input(std::ostream& err, std::string_view speaker, const InputError& error) {
  if (error.diagnostics().size() == 1) {
    err << speaker << ": " << error.what() << '\n';
    return;
  }
  err << speaker << ": the input can not be used:\n" << error.what() << '\n';
}

void explain_fault(std::ostream& err, std::string_view speaker, std::string_view text) {
  err << speaker << ": internal error: " << text
      << "\nThis is a fault of surgeflow, not of your input; please report it with the command "
         "and the output of 'surgeflow --version'.\n";
}

}  // namespace

ExitCode guarded(std::ostream& err, std::string_view speaker,
                 const std::function<ExitCode()>& work) {
  try {
    return work();
  } catch (const UsageError& error) {
    err << speaker << ": " << error.what() << "; see '" << speaker << " --help'\n";
    return ExitCode::usage;
  } catch (const InputError& error) {
    explain_input(err, speaker, error);
    return ExitCode::bad_input;
  } catch (const InfeasibleError& error) {
    err << speaker << ": " << error.what() << '\n';
    return ExitCode::infeasible;
  } catch (const SystemError& error) {
    err << speaker << ": " << error.what() << '\n';
    return ExitCode::bad_input;
  } catch (const std::filesystem::filesystem_error& error) {
    err << speaker << ": " << error.what() << "; check the path and its permissions\n";
    return ExitCode::bad_input;
  } catch (const std::bad_alloc&) {
    err << speaker
        << ": not enough memory; 'surgeflow plan CASE.toml --dry-run' says how large a "
           "case is\n";
    return ExitCode::bad_input;
  } catch (const comm::OtherRankFailed&) {
    // That rank has the word.
    return ExitCode::internal_error;
  } catch (const std::exception& error) {
    explain_fault(err, speaker, error.what());
  } catch (...) {
    explain_fault(err, speaker, "an exception of unknown type");
  }
  return ExitCode::internal_error;
}

}  // namespace surgeflow::app
