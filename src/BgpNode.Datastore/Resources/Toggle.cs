namespace BgpNode.Datastore.Resources;

/// <summary><c>Enabled</c> or <c>Disabled</c>, where Calico writes words instead of a boolean.</summary>
public enum Toggle
{
    Enabled,
    Disabled,
}
