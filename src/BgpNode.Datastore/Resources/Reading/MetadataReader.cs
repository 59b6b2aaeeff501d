namespace BgpNode.Datastore.Resources.Reading;

internal static class MetadataReader
{
    public static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    public static Metadata Read(Fields fields, ResourceKind kind)
    {
        // What Kubernetes and Calico's tools add, and what means nothing outside their store.
        fields.Ignore("resourceVersion", "generation", "selfLink", "managedFields", "finalizers", "ownerReferences", "deletionTimestamp",
            "deletionGracePeriodSeconds", "generateName");
        fields.Require("name", "every resource needs a name");
        string name = fields.Text("name", kind == ResourceKind.WorkloadEndpoint ? EndpointName : Subdomain) ?? "";
        string? space = fields.Text("namespace", Subdomain);
        if (space is not null && !kind.IsNamespaced)
        {
            fields.Error("namespace", $"a {kind} belongs to no namespace; leave it out");
        }

        return new Metadata(
            name,
            kind.IsNamespaced ? space ?? "default" : "",
            fields.Map("labels"),
            fields.Map("annotations"),
            fields.Text("uid"),
            fields.Text("creationTimestamp"));
    }

    /// <summary>DNS subdomain names of RFC 1123, as Kubernetes and Calico ask for.</summary>
    private static string? Subdomain(string text, out string value)
    {
        value = text;
        bool good = text.Length is > 0 and <= 253
            && text.Split('.').All(part => part.Length > 0 && part[0] != '-' && part[^1] != '-'
                && part.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'));
        return good ? null : $"'{text}' is not a name; lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit";
    }

    /// <summary>Made of other programs' identifiers, so capitals and '_' occur too.</summary>
    private static string? EndpointName(string text, out string value)
    {
        value = text;
        bool good = text.Length is > 0 and <= 1024 && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        return good ? null : $"'{text}' is not a name; letters, digits, '-', '_' and '.', beginning and ending with a letter or digit";
    }
}
