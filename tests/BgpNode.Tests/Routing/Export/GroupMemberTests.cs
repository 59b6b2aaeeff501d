using System.Buffers;
using System.Runtime.CompilerServices;
using BgpNode.Net;
using BgpNode.Routing.Export;
using BgpNode.Routing.Rib;
using Xunit;

namespace BgpNode.Tests.Routing.Export;

public sealed class GroupMemberTests
{
    private const int Message = 19;

    private readonly GroupMember _member = new(
        new RibSource(2, SourceKind.Ebgp, "peer", new RouterId(1), Address.Parse("192.0.2.1")), key: null!, wake: () => { }, drained: () => { });

    [Fact]
    public void A_log_that_a_member_has_left_is_not_kept_by_it()
    {
        var log = new OutLog();
        WeakReference left = ReadOneMessageAndTurnTo(log);
        Assert.Equal(2, ReadAll(log)); // the turn is taken on the way to these

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(left.IsAlive);
        GC.KeepAlive(_member);
    }

    // Not inlined: nothing of it may stay on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference ReadOneMessageAndTurnTo(OutLog next)
    {
        var first = new OutLog();
        _member.Enter(first);
        OutChunk begin = first.Tail;
        Append(first);
        Assert.True(_member.TryRead(int.MaxValue, out ReadOnlySequence<byte> message));
        _member.Advance(message.Length);
        Assert.False(_member.TryRead(int.MaxValue, out _));
        _member.TurnFrom(first.Tail, next.Tail);
        first.Seal();
        return new WeakReference(begin);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ReadAll(OutLog log)
    {
        Append(log);
        Append(log);
        int count = 0;
        while (_member.TryRead(Message, out ReadOnlySequence<byte> message))
        {
            _member.Advance(message.Length);
            count++;
        }

        return count;
    }

    private static void Append(OutLog log)
    {
        Span<byte> room = log.Reserve(Message);
        room[16] = 0;
        room[17] = Message;
        log.Append(Message, Audience.All, source: 0);
        log.Publish();
    }
}
