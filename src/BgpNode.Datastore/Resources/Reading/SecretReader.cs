namespace BgpNode.Datastore.Resources.Reading;

internal static class SecretReader
{
    /// <summary>Calico's <c>password: { secretKeyRef: { name, key } }</c>.</summary>
    public static SecretKeyRef? Read(Fields fields)
    {
        fields.Require("secretKeyRef", "write secretKeyRef: { name: ..., key: ... }");
        return fields.Object("secretKeyRef", reference =>
        {
            reference.Ignore("optional");
            reference.Require("name", "write the secret's name");
            reference.Require("key", "write which key of the secret");
            return reference.Text("name", Scalars.Name) is { } name && reference.Text("key", Scalars.Name) is { } key
                ? new SecretKeyRef(name, key) : null;
        });
    }
}
