using System.Buffers;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Rib;
using Xunit;

#pragma warning disable VSTHRD002 // the loop has taken its turn on this thread: what is waited for is done

namespace BgpNode.Tests.Speaker.Rib;

/// <summary>A neighbour of the loop: sends UPDATEs, reads what it is sent, and remembers what it has.</summary>
internal sealed class Neighbour
{
    public static readonly AsNumber LocalAs = new(64512);
    public static readonly RouterId LocalId = new(0x0a000001);

    private readonly AttributeRules _rules;
    private readonly List<AttributeFinding> _findings = [];

    public Neighbour(int number, AsNumber asNumber, PeerPolicy policy, bool fourOctetAs = true, FamilySet? families = null, bool extended = false,
        AddPathMode addPaths = AddPathMode.None, BgpRole? role = null)
    {
        Address = Address.V4(0xc0000200u + (uint)number);
        Policy = policy;
        Agreement = new Agreement
        {
            LocalAs = LocalAs,
            PeerAs = asNumber,
            LocalId = LocalId,
            PeerId = new RouterId(0x0b000000u + (uint)number),
            HoldTime = 90,
            Families = families ?? FamilySet.Both,
            FourOctetAs = fourOctetAs,
            ExtendedMessages = extended,
            Role = role,
            EnhancedRouteRefresh = number % 2 == 0,
            AddPathReceive = addPaths.HasFlag(AddPathMode.Send) ? FamilySet.Both : FamilySet.None,
            AddPathSend = addPaths.HasFlag(AddPathMode.Receive) ? FamilySet.Both : FamilySet.None,
        };
        _rules = AttributeRules.From(Agreement) with { AddPath = Agreement.AddPathSend }; // of what it is sent
    }

    public string Name => Address.ToString();

    public Address Address { get; }

    public Agreement Agreement { get; set; }

    public PeerPolicy Policy { get; set; }

    public IRibPeer Rib { get; private set; } = null!;

    /// <summary>What it has from us.</summary>
    public Dictionary<Prefix, PathAttributes> Has { get; } = [];

    /// <summary>What it has from us where several paths may come for a prefix, by identifier.</summary>
    public Dictionary<(Prefix Prefix, uint Id), PathAttributes> Paths { get; } = [];

    /// <summary>Whether its own paths have identifiers.</summary>
    public bool SendsPaths => Agreement.AddPathReceive != FamilySet.None;

    /// <summary>Whether it takes several paths for a prefix.</summary>
    public bool TakesPaths => Agreement.AddPathSend != FamilySet.None;

    public List<Family> EndsOfRib { get; } = [];

    public List<byte> Marks { get; } = [];

    public List<int> MessageLengths { get; } = [];

    public List<ProtocolError> Failures { get; } = [];

    /// <summary>Prefixes that it was told to forget although it did not have them.</summary>
    public int NeedlessWithdrawals { get; private set; }

    public static Address Self(Family family) => family == Family.IPv4 ? Address.Parse("192.0.2.254") : Address.Parse("2001:db8::254");

    public void Up(RibLoop loop)
    {
        Has.Clear();
        Paths.Clear();
        EndsOfRib.Clear();
        ValueTask<IRibPeer> up = loop.PeerUpAsync(
            new PeerUp(Name, Address, 0, Agreement, Policy, Self(Family.IPv4), Self(Family.IPv6), true, Failures.Add), CancellationToken.None);
        loop.Turn();
        Rib = up.AsTask().GetAwaiter().GetResult();
    }

    public void Down(RibLoop loop, FamilySet keep = default)
    {
        Task down = Rib.DownAsync(keep).AsTask();
        loop.Turn();
        down.GetAwaiter().GetResult();
    }

    public void Send(params byte[][] messages)
    {
        ValueTask sent = Rib.UpdatesAsync(Updates.Batch(messages), CancellationToken.None);
        Assert.True(sent.IsCompletedSuccessfully);
    }

    /// <summary>Reads at most so many octets, whole messages.</summary>
    public bool Read(int maxBytes = int.MaxValue)
    {
        bool any = false;
        while (maxBytes > 0 && Rib.Output.TryRead(maxBytes, out ReadOnlySequence<byte> messages))
        {
            any = true;
            maxBytes -= (int)messages.Length;
            ReadOnlySpan<byte> rest = messages.ToArray();
            Rib.Output.Advance(messages.Length);
            while (!rest.IsEmpty)
            {
                int before = rest.Length;
                Assert.True(MessageFraming.TryRead(ref rest, Agreement.MaxMessageLength, out MessageType type, out ReadOnlySpan<byte> body, out ProtocolError? error), error?.ToString());
                MessageLengths.Add(before - rest.Length);
                if (type == MessageType.RouteRefresh)
                {
                    Marks.Add(body[2]);
                }
                else
                {
                    Take(body);
                }
            }
        }

        return any;
    }

    private void Take(ReadOnlySpan<byte> body)
    {
        Assert.True(UpdateMessage.TryRead(body, out UpdateMessage update, out _));
        if (update.IsEndOfRib(out Family family))
        {
            EndsOfRib.Add(family);
            return;
        }

        ScannedAttributes scanned = AttributeScanner.Scan(update.Attributes);
        Forget(update.Withdrawn, Family.IPv4);
        if (scanned.HasMpUnreach)
        {
            Assert.Equal(UpdateAnswer.Accept, MpValidator.JudgeUnreach(scanned.MpUnreachAttribute, _rules, out MpUnreach unreach, _findings));
            Forget(unreach.Nlri, unreach.Family!.Value);
        }

        if (!update.Nlri.IsEmpty)
        {
            Keep(update.Nlri, Decode(scanned, Family.IPv4), Family.IPv4);
        }

        if (scanned.HasMpReach)
        {
            UpdateAnswer answer = MpValidator.JudgeReach(scanned.MpReachAttribute, _rules, out MpReach reach, out Address nextHop, out Address? linkLocal, _findings);
            Assert.True(answer == UpdateAnswer.Accept, _findings.LastOrDefault().What);
            Family of = reach.Family!.Value;
            Keep(reach.Nlri, Decode(scanned, of) with { NextHop = nextHop, LinkLocalNextHop = linkLocal }, of);
        }
    }

    private PathAttributes Decode(in ScannedAttributes scanned, Family family)
    {
        Assert.True(scanned.RestInOnePiece);
        var canonical = new ArrayBufferWriter<byte>();
        UpdateAnswer answer = AttributeValidator.Judge(scanned.Rest, _rules, !scanned.HasMpReach, announces: true, canonical, _findings);
        Assert.True(answer == UpdateAnswer.Accept, _findings.LastOrDefault().What);
        return PathAttributes.Read(canonical.WrittenSpan) with { Family = family };
    }

    private void Keep(ReadOnlySpan<byte> nlri, PathAttributes attributes, Family family)
    {
        var reader = new NlriReader(nlri, family, TakesPaths);
        while (reader.Read(out Prefix prefix, out uint pathId))
        {
            if (TakesPaths)
            {
                Paths[(prefix, pathId)] = attributes;
            }
            else
            {
                Has[prefix] = attributes;
            }
        }

        Assert.False(reader.Malformed);
    }

    private void Forget(ReadOnlySpan<byte> nlri, Family family)
    {
        var reader = new NlriReader(nlri, family, TakesPaths);
        while (reader.Read(out Prefix prefix, out uint pathId))
        {
            bool had = TakesPaths ? Paths.Remove((prefix, pathId)) : Has.Remove(prefix);
            NeedlessWithdrawals += had ? 0 : 1;
        }

        Assert.False(reader.Malformed);
    }
}
