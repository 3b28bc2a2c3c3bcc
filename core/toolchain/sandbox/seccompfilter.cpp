// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/seccompfilter.h"

#include <cerrno>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace stepladder::toolchain {

namespace {
#if defined(__x86_64__)
constexpr quint32 kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr quint32 kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr quint32 kArchitecture = 0;
#endif

// Newer than the headers of the oldest system we build on; the same on every architecture.
constexpr quint32 kFchmodat2 = 452;
constexpr quint32 kOpenTreeAttr = 467;
constexpr quint32 kSetIdBits = S_ISUID | S_ISGID;
constexpr quint32 kNewNamespaces =
    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
constexpr quint32 kTmpFile = 020000000; // __O_TMPFILE

/// Writes the program top down; the accumulator holds the call's number before and after each rule.
class Program
{
public:
    Program()
    {
        load(offsetof(seccomp_data, arch));
        jump(BPF_JEQ, kArchitecture, 1, 0);
        end(SECCOMP_RET_KILL_PROCESS);
        loadNumber();
#if defined(__x86_64__)
        jump(BPF_JGE, 0x40000000, 0, 1); // the x32 numbers would go round every rule
        refuse(ENOSYS);
#endif
    }

    void never(std::initializer_list<quint32> calls, int error)
    {
        for (const quint32 call : calls) {
            jump(BPF_JEQ, call, 0, 1);
            refuse(error);
        }
    }
    /// Refused when any of \p bits is set in an argument.
    void notWithBits(quint32 call, int argument, quint32 bits, int error)
    {
        jump(BPF_JEQ, call, 0, 4);
        loadArgument(argument);
        jump(BPF_JSET, bits, 0, 1);
        refuse(error);
        loadNumber();
    }
    /// The same where the argument counts only if \p guardBits is set in another one (the mode of open).
    void notWithBitsWhen(quint32 call, int guard, quint32 guardBits, int argument, quint32 bits, int error)
    {
        jump(BPF_JEQ, call, 0, 6);
        loadArgument(guard);
        jump(BPF_JSET, guardBits, 0, 3);
        loadArgument(argument);
        jump(BPF_JSET, bits, 0, 1);
        refuse(error);
        loadNumber();
    }
    void notEqual(quint32 call, int argument, quint32 value, int error)
    {
        jump(BPF_JEQ, call, 0, 4);
        loadArgument(argument);
        jump(BPF_JEQ, value, 0, 1);
        refuse(error);
        loadNumber();
    }
    void onlyEqual(quint32 call, int argument, std::initializer_list<quint32> values, int error)
    {
        auto left = quint8(values.size());
        jump(BPF_JEQ, call, 0, quint8(left + 3));
        loadArgument(argument);
        for (const quint32 value : values)
            jump(BPF_JEQ, value, left--, 0);
        refuse(error);
        loadNumber();
    }
    QByteArray finished()
    {
        end(SECCOMP_RET_ALLOW);
        return QByteArray(reinterpret_cast<const char *>(m_code.data()),
                          qsizetype(m_code.size() * sizeof(sock_filter)));
    }

private:
    void load(size_t offset)
    {
        m_code.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, quint32(offset)));
    }
    void loadNumber()
    {
        load(offsetof(seccomp_data, nr));
    }
    // Flags and modes live in the lower half; both architectures are little-endian.
    void loadArgument(int index)
    {
        load(offsetof(seccomp_data, args) + size_t(index) * sizeof(quint64));
    }
    void jump(quint16 test, quint32 value, quint8 yes, quint8 no)
    {
        m_code.push_back(BPF_JUMP(quint16(BPF_JMP | test | BPF_K), value, yes, no));
    }
    void end(quint32 action)
    {
        m_code.push_back(BPF_STMT(BPF_RET | BPF_K, action));
    }
    void refuse(int error)
    {
        end(SECCOMP_RET_ERRNO | quint32(error));
    }

    std::vector<sock_filter> m_code;
};

void refuseEscapes(Program &program)
{
    program.never({SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_getfd, SYS_kcmp}, EPERM);
    program.never({SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_move_mount, SYS_open_tree, SYS_fsopen,
                   SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr, kOpenTreeAttr},
                  EPERM);
    program.never({SYS_unshare, SYS_setns}, EPERM);
    program.notWithBits(SYS_clone, 0, kNewNamespaces, EPERM);
    program.never({SYS_clone3}, ENOSYS); // its flags are behind a pointer; libraries fall back to clone
    program.never({SYS_add_key, SYS_request_key, SYS_keyctl}, EPERM);
    program.never({SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_fanotify_init, SYS_name_to_handle_at,
                   SYS_open_by_handle_at},
                  EPERM);
    program.never({SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register}, ENOSYS);
    program.never({SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon,
                   SYS_swapoff, SYS_acct, SYS_quotactl, SYS_quotactl_fd, SYS_syslog, SYS_settimeofday,
                   SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime, SYS_vhangup},
                  EPERM);
    program.notEqual(SYS_ioctl, 1, TIOCSTI, EPERM);
    program.notEqual(SYS_ioctl, 1, TIOCLINUX, EPERM);
}

/// As root what is made in the scratch belongs to root outside, too: a set-user-ID file would be a way back for anyone.
void refuseSetIdFiles(Program &program)
{
    constexpr quint32 kCreating = O_CREAT | kTmpFile;
    program.notWithBits(SYS_fchmod, 1, kSetIdBits, EPERM);
    program.notWithBits(SYS_fchmodat, 2, kSetIdBits, EPERM);
    program.notWithBits(kFchmodat2, 2, kSetIdBits, EPERM);
    program.notWithBits(SYS_mknodat, 2, kSetIdBits, EPERM);
    program.notWithBitsWhen(SYS_openat, 2, kCreating, 3, kSetIdBits, EPERM);
    program.never({SYS_openat2}, ENOSYS); // its mode is behind a pointer
#if defined(__x86_64__)
    program.notWithBits(SYS_chmod, 1, kSetIdBits, EPERM);
    program.notWithBits(SYS_mknod, 1, kSetIdBits, EPERM);
    program.notWithBits(SYS_creat, 1, kSetIdBits, EPERM);
    program.notWithBitsWhen(SYS_open, 1, kCreating, 2, kSetIdBits, EPERM);
#endif
}

/// What is neither in a process's resident set nor in a file system that the watch measures. dotnet does without.
void refuseHiddenMemory(Program &program)
{
    program.never({SYS_memfd_create, SYS_memfd_secret, SYS_shmget, SYS_msgget}, ENOSYS);
}
} // namespace

QByteArray seccompFilter()
{
    if constexpr (kArchitecture == 0)
        return {};
    Program program;
    refuseEscapes(program);
    refuseSetIdFiles(program);
    refuseHiddenMemory(program);
    // AF_VSOCK reaches the hypervisor from any network namespace; netlink lists the (own) interfaces.
    program.onlyEqual(SYS_socket, 0, {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK}, EAFNOSUPPORT);
    return program.finished();
}

} // namespace stepladder::toolchain
