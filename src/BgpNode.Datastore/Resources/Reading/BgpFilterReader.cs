using BgpNode.Net;

namespace BgpNode.Datastore.Resources.Reading;

internal static class BgpFilterReader
{
    // Calico's bound on the list, against rules that grow a route without end.
    private const int MaxOperations = 10;

    private static readonly (string, FilterPeerType)[] PeerTypes = [("eBGP", FilterPeerType.Ebgp), ("iBGP", FilterPeerType.Ibgp)];

    public static BgpFilterSpec Read(Fields fields) => new()
    {
        ExportV4 = fields.Objects("exportV4", rule => ReadRule(rule, Family.IPv4)),
        ImportV4 = fields.Objects("importV4", rule => ReadRule(rule, Family.IPv4)),
        ExportV6 = fields.Objects("exportV6", rule => ReadRule(rule, Family.IPv6)),
        ImportV6 = fields.Objects("importV6", rule => ReadRule(rule, Family.IPv6)),
    };

    private static BgpFilterRule? ReadRule(Fields fields, Family family)
    {
        fields.Require("action", "write Accept or Reject");
        (int? Min, int? Max) length = ReadLength(fields, family);
        Prefix? cidr = fields.Value<Prefix>("cidr", family == Family.IPv4 ? Scalars.PrefixV4 : Scalars.PrefixV6);
        MatchOperator? match = fields.Choice<MatchOperator>("matchOperator");
        if (fields.Has("cidr") != fields.Has("matchOperator"))
        {
            fields.Error(fields.Has("cidr") ? "matchOperator" : "cidr", "is missing; cidr and matchOperator go together");
        }

        if (fields.Has("prefixLength") && !fields.Has("cidr"))
        {
            fields.Error("prefixLength", $"needs a cidr; write cidr: {(family == Family.IPv4 ? "0.0.0.0/0" : "::/0")} and matchOperator: In to test the length alone");
        }

        var rule = new BgpFilterRule
        {
            Cidr = cidr,
            MatchOperator = match,
            MinPrefixLength = length.Min,
            MaxPrefixLength = length.Max,
            Source = fields.Choice<FilterSource>("source"),
            Interface = fields.Text("interface", Scalars.InterfacePattern),
            PeerType = fields.Choice("peerType", PeerTypes),
            Communities = [.. fields.Object("communities", ReadCommunities) ?? []],
            AsPathPrefix = fields.AsNumbers("asPathPrefix"),
            AsPath = fields.Text("asPath", Scalars.Regex),
            Med = (uint?)fields.Whole("med", 0, uint.MaxValue),
            LocalPreference = (uint?)fields.Whole("localPreference", 0, uint.MaxValue),
            Priority = (int?)fields.Whole("priority", 1, BgpConfigurationReader.MaxPriority),
            Action = fields.Choice<FilterAction>("action") ?? FilterAction.Reject,
            Operations = fields.Objects("operations", operation => ReadOperation(operation, family)),
        };
        if (rule.Operations.Count > 0 && rule.Action != FilterAction.Accept && fields.Has("action"))
        {
            fields.Error("operations", "go with action: Accept only; a rejected route is not changed");
        }

        if (rule.Operations.Count > MaxOperations)
        {
            fields.Error("operations", $"are {rule.Operations.Count}; at most {MaxOperations} are allowed");
        }

        return rule;
    }

    private static (int? Min, int? Max) ReadLength(Fields fields, Family family)
    {
        (int? Min, int? Max) length = (null, null);
        fields.Object<object>("prefixLength", bounds =>
        {
            length = ((int?)bounds.Whole("min", 0, family.AddressBits()), (int?)bounds.Whole("max", 0, family.AddressBits()));
            if (length.Min > length.Max)
            {
                bounds.Error("min", $"is {length.Min}, more than max {length.Max}");
            }

            return null;
        });
        return length;
    }

    private static EquatableList<CommunityValue> ReadCommunities(Fields fields)
    {
        fields.Require("values", "write the communities, such as values: ['64512:100']");
        return fields.List<CommunityValue>("values", Scalars.Community);
    }

    private static BgpFilterOperation? ReadOperation(Fields fields, Family family)
    {
        var found = new List<BgpFilterOperation>();
        int written = 0;
        void Read(string name, Func<Fields, BgpFilterOperation?> read)
        {
            written += fields.Has(name) ? 1 : 0;
            if (fields.Object(name, read) is { } operation)
            {
                found.Add(operation);
            }
        }

        Read("addCommunity", f => Community(f) is { } value ? new BgpFilterOperation.AddCommunity(value) : null);
        Read("prependASPath", f =>
        {
            f.Require("prefix", "write the AS numbers to prepend, such as prefix: [64512, 64512]");
            return f.AsNumbers("prefix") is { Count: > 0 } path ? new BgpFilterOperation.PrependAsPath(path) : null;
        });
        Read("setPriority", f => Number(f, 1, BgpConfigurationReader.MaxPriority) is { } value ? new BgpFilterOperation.SetPriority((int)value) : null);
        Read("removeCommunity", f => Community(f) is { } value ? new BgpFilterOperation.RemoveCommunity(value) : null);
        Read("setMED", f => Number(f, 0, uint.MaxValue) is { } value ? new BgpFilterOperation.SetMed((uint)value) : null);
        Read("setLocalPreference", f => Number(f, 0, uint.MaxValue) is { } value ? new BgpFilterOperation.SetLocalPreference((uint)value) : null);
        Read("setNextHop", f => NextHop(f, family));
        if (written != 1)
        {
            fields.Error("", written == 0
                ? "an operation must hold one change, such as addCommunity: { value: '64512:100' }"
                : $"an operation holds exactly one change, this one {written}; write each as an item of its own");
        }

        return found.Count == 1 ? found[0] : null;
    }

    private static CommunityValue? Community(Fields fields)
    {
        fields.Require("value", "write the community, such as 64512:100");
        return fields.Value<CommunityValue>("value", Scalars.Community);
    }

    private static long? Number(Fields fields, long least, long most)
    {
        fields.Require("value", "write the number");
        return fields.Whole("value", least, most);
    }

    private static BgpFilterOperation.SetNextHop? NextHop(Fields fields, Family family)
    {
        fields.Require("value", "write an address, or Self");
        return fields.Find("value")?.Text == "Self" ? new BgpFilterOperation.SetNextHop(null)
            : fields.Value<Address>("value", family == Family.IPv4 ? Scalars.Address : Scalars.AddressV6) is { } address ? new BgpFilterOperation.SetNextHop(address)
            : null;
    }
}
