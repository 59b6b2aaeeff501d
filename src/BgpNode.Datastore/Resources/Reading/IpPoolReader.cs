using BgpNode.Net;

namespace BgpNode.Datastore.Resources.Reading;

internal static class IpPoolReader
{
    public static IpPoolSpec? Read(Fields fields)
    {
        fields.Ignore("ipip", "nat-outgoing"); // words of Calico before version 3 that its own stores may still hold
        fields.Require("cidr", "write the pool's prefix, such as 10.65.0.0/16");
        Prefix? cidr = fields.Value<Prefix>("cidr", Scalars.Prefix);
        var spec = new IpPoolSpec
        {
            Cidr = cidr ?? default,
            VxlanMode = fields.Choice<EncapsulationMode>("vxlanMode"),
            IpipMode = fields.Choice<EncapsulationMode>("ipipMode"),
            NatOutgoing = fields.Boolean("natOutgoing"),
            Disabled = fields.Boolean("disabled"),
            DisableBgpExport = fields.Boolean("disableBGPExport"),
            BlockSize = (int?)fields.Whole("blockSize", 0, 128),
            NodeSelector = fields.Selector("nodeSelector"),
            NamespaceSelector = fields.Selector("namespaceSelector"),
            AllowedUses = fields.Choices<IpPoolUse>("allowedUses"),
            AssignmentMode = fields.Choice<AssignmentMode>("assignmentMode"),
        };
        bool ipip = spec.IpipMode is EncapsulationMode.Always or EncapsulationMode.CrossSubnet;
        bool vxlan = spec.VxlanMode is EncapsulationMode.Always or EncapsulationMode.CrossSubnet;
        if (ipip && vxlan)
        {
            fields.Error("vxlanMode", "cannot be used together with ipipMode; set one of them to Never");
        }

        if (ipip && cidr?.Family == Family.IPv6)
        {
            fields.Error("ipipMode", "carries IPv4 only; write Never, or use vxlanMode");
        }

        if (spec.AllowedUses.Contains(IpPoolUse.LoadBalancer) && spec.AllowedUses.Any(use => use != IpPoolUse.LoadBalancer))
        {
            fields.Error("allowedUses", "LoadBalancer stands alone; make a pool of its own for it");
        }

        CheckBlockSize(fields, spec, cidr);
        return spec;
    }

    private static void CheckBlockSize(Fields fields, IpPoolSpec spec, Prefix? cidr)
    {
        if (spec.BlockSize is not { } size || cidr is not { } prefix)
        {
            return;
        }

        (int least, int most) = prefix.Family == Family.IPv4 ? (20, 32) : (116, 128);
        if (size < least || size > most)
        {
            fields.Error("blockSize", $"is {size}; write {least} to {most} for {(most == 32 ? "IPv4" : "IPv6")}");
        }
        else if (size < prefix.Length)
        {
            fields.Error("blockSize", $"is {size}, larger than the pool {prefix}; write {prefix.Length} to {most}");
        }
    }
}
