using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BgpNode.Kernel.Interop;
using BgpNode.Net;

namespace BgpNode.Kernel.Netlink;

/// <summary>
/// Writes netlink messages one behind the other. Numbers are in host order, addresses in network order; everything is
/// padded to 4 octets. The buffer must be large enough: running over its end is a bug and throws.
/// </summary>
internal ref struct NetlinkWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _message; // where the current or last message starts

    /// <summary>Octets written so far.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <summary>Starts a message; <see cref="End"/> fills in its length.</summary>
    public void Begin(ushort type, ushort flags, uint sequence)
    {
        _message = Length;
        Struct(new nlmsghdr { nlmsg_type = type, nlmsg_flags = flags, nlmsg_seq = sequence });
    }

    public readonly void End() => MemoryMarshal.Write(_buffer[_message..], (uint)(Length - _message));

    /// <summary>Asks for an answer to the last message even when it succeeds.</summary>
    public readonly void RequestAck()
    {
        ref nlmsghdr header = ref MemoryMarshal.AsRef<nlmsghdr>(_buffer[_message..]);
        header.nlmsg_flags |= NLM_F.ACK;
    }

    /// <summary>A kernel struct as it lies in memory, without padding behind it.</summary>
    public void Struct<T>(in T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(_buffer[Length..], value);
        Length += Unsafe.SizeOf<T>();
    }

    public void Attribute(ushort type, uint value)
    {
        Header(type, sizeof(uint));
        Struct(value);
    }

    public void Attribute(ushort type, Address value)
    {
        Header(type, value.Family.AddressBytes());
        Raw(value);
    }

    /// <summary>An attribute that says all by being there.</summary>
    public void Flag(ushort type) => Header(type, 0);

    /// <summary>An address without attribute header.</summary>
    public void Raw(Address value) => Length += value.WriteTo(_buffer[Length..]);

    /// <summary>Starts an attribute with content of its own; give the answer to <see cref="EndNested"/>.</summary>
    public int BeginNested(ushort type)
    {
        int start = Length;
        Header(type, 0);
        return start;
    }

    public void EndNested(int start) => PatchLength(start);

    /// <summary>Writes the distance from <paramref name="start"/> into the 16 bits there (attributes and rtnexthop begin alike) and pads.</summary>
    public void PatchLength(int start)
    {
        MemoryMarshal.Write(_buffer[start..], checked((ushort)(Length - start)));
        int padded = NetlinkReader.Align(Length);
        _buffer[Length..padded].Clear();
        Length = padded;
    }

    private void Header(ushort type, int length)
    {
        Struct((ushort)(4 + length));
        Struct(type);
    }
}
