namespace BgpNode.Conformance.Lab.Speakers;

/// <summary>The implementations that we talk to.</summary>
public enum SpeakerKind
{
    Bird,
    Frr,
    GoBgp,
    OpenBgpd,
    ExaBgp,
}

internal static class SpeakerKinds
{
    /// <summary>Skips the test when the implementation is not installed.</summary>
    public static void Need(this SpeakerKind kind)
    {
        (string program, string package) = kind switch
        {
            SpeakerKind.Bird => ("bird", "bird2"),
            SpeakerKind.Frr => ("zebra", "frr"),
            SpeakerKind.GoBgp => ("gobgpd", "gobgpd"),
            SpeakerKind.OpenBgpd => ("bgpctl", "openbgpd"),
            _ => ("exabgp", "exabgp"),
        };
        Needs.Program(program, package);
    }

    public static Speaker Create(this SpeakerKind kind, NetworkNamespace netns, string folder, SpeakerPlan plan) => kind switch
    {
        SpeakerKind.Bird => new BirdSpeaker(netns, folder, plan),
        SpeakerKind.Frr => new FrrSpeaker(netns, folder, plan),
        SpeakerKind.GoBgp => new GoBgpSpeaker(netns, folder, plan),
        SpeakerKind.OpenBgpd => new OpenBgpdSpeaker(netns, folder, plan),
        _ => new ExaBgpSpeaker(netns, folder, plan),
    };
}
