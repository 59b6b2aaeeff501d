using BgpNode.Net;

namespace BgpNode.Datastore.Resources.Reading;

internal static class AnnouncementReader
{
    public static AnnouncementSpec Read(Fields fields)
    {
        fields.Exclude("node", "nodeSelector");
        fields.Require("prefixes", "write what to announce, such as prefixes: [198.51.100.0/24]");
        var spec = new AnnouncementSpec
        {
            Node = fields.Text("node", Scalars.Name),
            NodeSelector = fields.Selector("nodeSelector"),
            Prefixes = fields.List<Prefix>("prefixes", Scalars.Prefix),
            Communities = fields.List<CommunityValue>("communities", Scalars.Community),
            Med = (uint?)fields.Whole("med", 0, uint.MaxValue),
            SummaryOnly = fields.Boolean("summaryOnly"),
            Install = fields.Choice<AnnouncementInstall>("install"),
        };
        if (spec.Prefixes.Count == 0 && fields.Find("prefixes") is { Items.Count: 0 })
        {
            fields.Error("prefixes", "is empty; write at least one prefix");
        }

        return spec;
    }
}
