using System.Runtime.InteropServices;
using BgpNode.Kernel.Interop;

namespace BgpNode.Kernel.Netlink;

/// <summary>Reads whole tables on a socket of its own, so that a long dump never holds up a write.</summary>
internal sealed class NetlinkDumps(NetlinkSocket socket) : IDisposable
{
    private const int Attempts = 20;
    private const int SequenceOffset = 8;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly byte[] _receive = new byte[NetlinkSocket.ReceiveSize];
    private uint _sequence;
    private bool _unfinished; // the kernel still has parts of a dump for us that somebody gave up

    /// <summary>Sends the request and hands each message of the answer to <paramref name="each"/>.</summary>
    /// <param name="request">A complete message; its sequence number is filled in here.</param>
    /// <param name="each">Called for each message.</param>
    /// <param name="restarted">Called when a change interrupted the dump (NLM_F_DUMP_INTR) and it starts again.</param>
    /// <param name="ct">Ends the dump.</param>
    /// <returns>0, or the error number with which the kernel refused the dump.</returns>
    public async ValueTask<int> DumpAsync(byte[] request, MessageHandler each, Action? restarted, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                ct.ThrowIfCancellationRequested();
                DropUnfinished();
                MemoryMarshal.Write(request.AsSpan(SequenceOffset), ++_sequence);
                socket.Send(request);
                _unfinished = true;
                int errno = 0;
                bool interrupted = false;
                while (_unfinished)
                {
                    int received = await socket.ReceiveAnswerAsync(_receive, ct);
                    Read(received, each, ref interrupted, ref errno);
                    ct.ThrowIfCancellationRequested();
                }

                if (!interrupted)
                {
                    return errno;
                }

                restarted?.Invoke();
            }
        }
        finally
        {
            _gate.Release();
        }

        throw new KernelException($"The kernel's table changed during each of {Attempts} attempts to read it.");
    }

    public void Dispose()
    {
        socket.Dispose();
        _gate.Dispose();
    }

    private void Read(int received, MessageHandler each, ref bool interrupted, ref int errno)
    {
        var reader = new NetlinkReader(_receive.AsSpan(0, received));
        while (reader.Next(out NetlinkMessage message))
        {
            if (message.Sequence != _sequence)
            {
                continue;
            }

            interrupted |= (message.Flags & NLM_F.DUMP_INTR) != 0;
            if (message.Type is NLMSG.DONE or NLMSG.ERROR)
            {
                errno = message.ErrorNumber;
                _unfinished = false;
            }
            else
            {
                each(message);
            }
        }

        if (reader.Malformed)
        {
            throw new KernelException("A dump of the kernel came truncated.", Errno.MessageTooLong);
        }
    }

    /// <summary>A dump that was given up is read to its end: until then the kernel answers EBUSY to the next.</summary>
    private void DropUnfinished()
    {
        while (_unfinished && socket.TryReceive(_receive, out int received, out _))
        {
            var reader = new NetlinkReader(_receive.AsSpan(0, received));
            while (reader.Next(out NetlinkMessage message))
            {
                _unfinished &= message.Type is not (NLMSG.DONE or NLMSG.ERROR);
            }
        }
    }
}
